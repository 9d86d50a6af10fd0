import { setImmediate as turn } from 'node:timers/promises';
import type { RegistryEntry } from '@modellregion/schema';
import type { GatewayConfig } from '../config.js';
import { reasonOf } from '../errors/fault.js';
import type { Executor } from '../operations/start-runner.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { Connected, Connections } from '../upstream/connections.js';
import type { SubgraphHealth } from '../upstream/health.js';
import { featuresOf } from './features.js';
import { subgraphTargets, unusedAddresses } from './subgraph-directory.js';
import { asSupergraphFault, SupergraphError, type SupergraphFault } from './supergraph-error.js';
import { notReadable, supergraphOf, type SupergraphSource } from './supergraph-source.js';
import { readContent, watchFile, type Content } from './watch-file.js';

/** One supergraph and what hangs on it. */
export interface Generation {
  readonly source: SupergraphSource;
  readonly registry: readonly RegistryEntry[];
  readonly connected: Connected;
}

/** Which supergraph is in use, for `/readyz`. */
export interface SupergraphStatus {
  /** ISO instant at which it came into use. */
  readonly loadedAt: string;
  /** The beginning of the SHA-256 of its file. */
  readonly hash: string;
  /** `refused`: the file holds another one by now, which cannot be served. */
  readonly state: 'current' | 'refused';
  readonly reason?: SupergraphFault;
}

/** What the gateway serves: it asks here with every request, as answers change when a new supergraph takes over. */
export interface ServedRegion {
  readonly supergraphSdl: () => string;
  readonly registry: () => readonly RegistryEntry[];
  readonly health: () => readonly SubgraphHealth[];
  readonly status: () => SupergraphStatus;
  /** Begins to watch the file and to ask the subgraphs how they are. */
  readonly start: () => void;
  /** Looks at the file at once and takes over what stands there, even if it was refused before or is in use. */
  readonly reload: () => void;
  /** Ends the watch over the file, and what it began. */
  readonly stop: () => Promise<void>;
}

interface Parts {
  readonly config: GatewayConfig;
  readonly stage: Executor['stage'];
  readonly connections: Connections;
  readonly readRegistry: () => readonly RegistryEntry[];
  readonly log: Logger;
  readonly metrics: Metrics;
}

const shown = (hash: string): string => hash.slice(0, 12);
/** A supergraph that is not ready after so many milliseconds is refused: it would keep all later ones waiting. */
const STAGED_WITHIN_MS = 60_000;

/** Serves a first supergraph, and takes over what its file holds later, if the executor can. */
export function serveRegion(first: Generation, parts: Parts): ServedRegion {
  const region = new Region(first, parts);
  return {
    supergraphSdl: () => region.generation.source.sdl,
    registry: () => region.generation.registry,
    health: () => region.generation.connected.health(),
    status: () => region.status(),
    start: () => {
      region.start();
    },
    reload: () => void region.reload(),
    stop: () => region.stop(),
  };
}

interface Wanted {
  readonly content: Content;
  /** Stages it even if it was refused before or is the one in use: registry or keys may have changed. */
  readonly always: boolean;
}

class Region {
  generation: Generation;
  readonly #parts: Parts;
  readonly #stopping = new AbortController();
  #loadedAt = new Date();
  #refused: { readonly hash: string; readonly fault: SupergraphFault } | null = null;
  #wanted: Wanted | null = null;
  #working: Promise<void> | null = null;
  #unwatch: (() => void) | null = null;

  constructor(first: Generation, parts: Parts) {
    this.generation = first;
    this.#parts = parts;
  }

  start(): void {
    this.generation.connected.probe();
    const { config, stage } = this.#parts;
    if (stage === null || config.supergraphPollMs === 0) return;
    this.#unwatch = watchFile(config.supergraphFile, config.supergraphPollMs, (content) => {
      this.#want({ content, always: false });
    });
  }

  async reload(): Promise<void> {
    const { config, stage, log } = this.#parts;
    if (stage === null) {
      log.warn('this executor takes no new supergraph over; restart the gateway instead');
      return;
    }
    this.#want({ content: await readContent(config.supergraphFile), always: true });
  }

  status(): SupergraphStatus {
    const state = this.#refused === null ? ('current' as const) : ('refused' as const);
    return {
      loadedAt: this.#loadedAt.toISOString(),
      hash: shown(this.generation.source.hash),
      state,
      ...(this.#refused === null ? {} : { reason: this.#refused.fault }),
    };
  }

  async stop(): Promise<void> {
    this.#unwatch?.();
    this.#stopping.abort();
    await this.#working;
  }

  /** One after the other; of those that come meanwhile the newest. */
  #want(wanted: Wanted): void {
    if (this.#stopping.signal.aborted) return;
    this.#wanted = { ...wanted, always: wanted.always || this.#wanted?.always === true };
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    while (this.#wanted !== null && !signal.aborted) {
      const { content, always } = this.#wanted;
      this.#wanted = null;
      if (!always && content.hash === this.generation.source.hash) this.#confirm();
      else if (always || content.hash !== this.#refused?.hash) await this.#replaceBy(content);
    }
  }

  #confirm(): void {
    if (this.#refused === null) return;
    this.#refused = null;
    this.#parts.metrics.supergraphCurrent();
    this.#parts.log.info(this.status(), 'supergraph in use is that of the file again');
  }

  async #replaceBy(content: Content): Promise<void> {
    const began = performance.now();
    const { log, metrics } = this.#parts;
    log.info({ hash: shown(content.hash) }, 'supergraph found');
    const limit = AbortSignal.timeout(STAGED_WITHIN_MS);
    try {
      const warmed = await this.#stage(content, AbortSignal.any([this.#stopping.signal, limit]));
      metrics.supergraph('loaded');
      const tookMs = Math.round(performance.now() - began);
      log.info({ ...this.status(), warmed, tookMs }, 'supergraph taken over');
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const fault = error instanceof SupergraphError ? error.fault : 'INTERNAL_FAULT';
      const reason = limit.aborted ? 'It was not ready in time.' : reasonOf(error);
      this.#refused = { hash: content.hash, fault };
      metrics.supergraph('refused');
      log.error({ ...this.status(), text: reason }, 'supergraph refused');
    }
  }

  /** read → check → connect → load → plan → use. @returns how many operations were planned beforehand */
  async #stage(content: Content, signal: AbortSignal): Promise<number> {
    const { config, stage, connections, log } = this.#parts;
    if (stage === null) throw new Error('no stage');
    const next = await this.#check(content);
    const targets = subgraphTargets(next.source, next.registry, config);
    const unused = unusedAddresses(next.source, config);
    if (unused.length > 0) log.warn({ variables: unused }, 'address of no subgraph of this supergraph');
    const connected = connections.open(targets, next.registry);
    try {
      const staged = await stage(next.source, connected.subgraphs, signal);
      if (signal.aborted) {
        await staged.drop();
        throw new SupergraphError('NOT_LOADABLE', 'given up');
      }
      this.#use({ ...next, connected }, staged.use);
      return staged.warmed;
    } catch (error) {
      await connected.release();
      throw error;
    }
  }

  /** Requests get their turn between the steps: each keeps this thread for some milliseconds. */
  async #check(content: Content): Promise<Pick<Generation, 'source' | 'registry'>> {
    const { config, readRegistry } = this.#parts;
    const file = config.supergraphFile;
    if (content.kind === 'fault') throw notReadable(file, content.fault);
    const source = supergraphOf(file, content.bytes, featuresOf(config.executor));
    await turn();
    const registry = asSupergraphFault('REGISTRY_NOT_USABLE', readRegistry);
    await turn();
    return { source, registry };
  }

  /** All in one turn, so that nobody sees a part of the one and a part of the other. */
  #use(next: Generation, use: () => Promise<void>): void {
    const before = this.generation;
    const unused = use();
    this.generation = next;
    this.#loadedAt = new Date();
    this.#refused = null;
    next.connected.probe();
    void this.#retire(before, unused);
  }
  async #retire({ source, connected }: Generation, unused: Promise<void>): Promise<void> {
    const { log } = this.#parts;
    const hash = shown(source.hash);
    try {
      await unused;
      await connected.release();
      log.info({ hash }, 'supergraph no longer in use');
    } catch (fault) {
      log.error({ hash, text: reasonOf(fault) }, 'supergraph not ended in order');
    }
  }
}
