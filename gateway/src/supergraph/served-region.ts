import type { RegistryEntry } from '@modellregion/schema';
import type { GatewayConfig } from '../config.js';
import { reasonOf } from '../errors/fault.js';
import type { Executor } from '../operations/start-runner.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { Connected, Connections } from '../upstream/connections.js';
import type { SubgraphHealth } from '../upstream/health.js';
import { subgraphTargets, unusedAddresses } from './subgraph-directory.js';
import { SupergraphError, type SupergraphFault } from './supergraph-error.js';
import type { Candidate, ReadSupergraph, ReleaseStatus, SupergraphFeed } from './supergraph-feed.js';

/** One supergraph and what hangs on it. */
export interface Generation extends ReadSupergraph {
  readonly candidate: Candidate;
  readonly connected: Connected;
}

/** Which supergraph is in use, for `/readyz`. */
export interface SupergraphStatus {
  /** ISO instant at which it came into use. */
  readonly loadedAt: string;
  /** The beginning of the SHA-256 of its text. */
  readonly hash: string;
  /** `refused`: there is another one by now, which cannot be served. */
  readonly state: 'current' | 'refused';
  readonly reason?: SupergraphFault;
  readonly release?: ReleaseStatus;
}

/** What the gateway serves: it asks here with every request, as answers change when a new supergraph takes over. */
export interface ServedRegion {
  readonly supergraphSdl: () => string;
  readonly registry: () => readonly RegistryEntry[];
  readonly health: () => readonly SubgraphHealth[];
  readonly status: () => SupergraphStatus;
  /** Begins to look for others and to ask the subgraphs how they are. */
  readonly start: () => void;
  /** Looks at once and takes over what is there, even if it was refused before or is in use. */
  readonly reload: () => void;
  /** Ends the look-out, and what it began. */
  readonly stop: () => Promise<void>;
}

interface Parts {
  readonly config: GatewayConfig;
  readonly feed: SupergraphFeed;
  readonly stage: Executor['stage'];
  readonly connections: Connections;
  readonly log: Logger;
  readonly metrics: Metrics;
}

const shown = (hash: string): string => hash.slice(0, 12);
/** A supergraph that is not ready after so many milliseconds is refused: it would keep all later ones waiting. */
const STAGED_WITHIN_MS = 60_000;

/** Serves a first supergraph, and takes over what its feed brings later, if the executor can. */
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
  readonly candidate: Candidate;
  /** Stages it even if it was refused before or is the one in use: registry or keys may have changed. */
  readonly always: boolean;
}

class Region {
  generation: Generation;
  readonly #parts: Parts;
  readonly #stopping = new AbortController();
  #loadedAt = new Date();
  #refused: { readonly id: string; readonly fault: SupergraphFault } | null = null;
  #wanted: Wanted | null = null;
  #working: Promise<void> | null = null;

  constructor(first: Generation, parts: Parts) {
    this.generation = first;
    this.#parts = parts;
  }

  start(): void {
    this.generation.connected.probe();
    const { feed, stage } = this.#parts;
    feed.taken(this.generation.candidate);
    if (stage === null) return;
    feed.start((candidate) => {
      this.#want({ candidate, always: false });
    });
  }

  async reload(): Promise<void> {
    const { feed, stage, log } = this.#parts;
    if (stage === null) {
      log.warn('this executor takes no new supergraph over; restart the gateway instead');
      return;
    }
    this.#want({ candidate: await feed.look(), always: true });
  }

  status(): SupergraphStatus {
    const state = this.#refused === null ? ('current' as const) : ('refused' as const);
    const release = this.#parts.feed.release();
    return {
      loadedAt: this.#loadedAt.toISOString(),
      hash: shown(this.generation.source.hash),
      state,
      ...(this.#refused === null ? {} : { reason: this.#refused.fault }),
      ...(release === null ? {} : { release }),
    };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#parts.feed.stop();
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
      const { candidate, always } = this.#wanted;
      this.#wanted = null;
      if (!always && candidate.id === this.generation.candidate.id) this.#confirm();
      else if (always || candidate.id !== this.#refused?.id) await this.#replaceBy(candidate);
    }
  }

  #confirm(): void {
    if (this.#refused === null) return;
    this.#refused = null;
    const { feed, log, metrics } = this.#parts;
    metrics.supergraphCurrent();
    log.info(this.status(), `supergraph in use is that of the ${feed.name} again`);
  }

  async #replaceBy(candidate: Candidate): Promise<void> {
    const began = performance.now();
    const { log, metrics } = this.#parts;
    log.info({ hash: shown(candidate.id) }, 'supergraph found');
    const limit = AbortSignal.timeout(STAGED_WITHIN_MS);
    try {
      const warmed = await this.#stage(candidate, AbortSignal.any([this.#stopping.signal, limit]));
      metrics.supergraph('loaded');
      const tookMs = Math.round(performance.now() - began);
      log.info({ ...this.status(), warmed, tookMs }, 'supergraph taken over');
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const fault = error instanceof SupergraphError ? error.fault : 'INTERNAL_FAULT';
      const reason = limit.aborted ? 'It was not ready in time.' : reasonOf(error);
      this.#refused = { id: candidate.id, fault };
      metrics.supergraph('refused');
      log.error({ ...this.status(), text: reason }, 'supergraph refused');
    }
  }

  /** read → check → connect → load → plan → use. @returns how many operations were planned beforehand */
  async #stage(candidate: Candidate, signal: AbortSignal): Promise<number> {
    const { config, stage, connections, log } = this.#parts;
    if (stage === null) throw new Error('no stage');
    const next = await candidate.read();
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
      this.#use({ ...next, candidate, connected }, staged.use);
      return staged.warmed;
    } catch (error) {
      await connected.release();
      throw error;
    }
  }

  /** All in one turn, so that nobody sees a part of the one and a part of the other. */
  #use(next: Generation, use: () => Promise<void>): void {
    const before = this.generation;
    const unused = use();
    this.generation = next;
    this.#loadedAt = new Date();
    this.#refused = null;
    this.#parts.feed.taken(next.candidate);
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
