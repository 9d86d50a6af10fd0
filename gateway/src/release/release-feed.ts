import { setTimeout as wait } from 'node:timers/promises';
import { type Refusal, type ReleaseRefusalCode, type VerifiedRelease } from '@modellregion/schema/release';
import type { GatewayConfig } from '../config.js';
import { reasonOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';
import { SupergraphError } from '../supergraph/supergraph-error.js';
import type { Candidate, ReleaseStatus, SupergraphFeed } from '../supergraph/supergraph-feed.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { readRelease } from './entries.js';
import type { FeedTimes } from './feed-times.js';
import type { RegistryClient } from './registry-client.js';
import type { ReleaseLedger, Verification } from './release-ledger.js';
import type { ReleaseStore } from './release-store.js';
import { RegistryContact } from './registry-contact.js';
import { verifyWithRegistry } from './verify-with-registry.js';

export interface FeedParts {
  readonly executor: GatewayConfig['executor'];
  readonly registry: URL;
  readonly client: RegistryClient;
  readonly ledger: ReleaseLedger;
  readonly store: ReleaseStore;
  /** Told of each release that comes into use. */
  readonly onServed: (release: VerifiedRelease) => void;
  /** Told when the registry answers again: it may have been restored from a backup. */
  readonly onBack: () => void;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly times: FeedTimes;
}

/**
 * Supergraphs out of the region's releases: each is verified before anybody looks into it, and the last that was
 * served is kept, so that the registry need not be there.
 */
export class ReleaseFeed implements SupergraphFeed {
  readonly name = 'registry';
  readonly #parts: FeedParts;
  readonly #stopping = new AbortController();
  readonly #releases = new WeakMap<Candidate, VerifiedRelease>();
  /** The newest that is good, served or not. */
  #newest: Candidate | null = null;
  readonly #contact: RegistryContact;
  #watching: Promise<void> = Promise.resolve();
  #keeping: Promise<void> = Promise.resolve();

  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.#contact = new RegistryContact(parts);
  }

  async first(): Promise<Candidate> {
    const { log } = this.#parts;
    const kept = await this.#firstKept();
    if (kept !== null) {
      log.info({ sequence: this.#sequenceOf(kept) }, 'release of before taken from the state folder');
      return kept;
    }
    return this.#firstFetched();
  }

  start(onChange: (candidate: Candidate) => void): void {
    this.#watching = this.#watch(onChange);
  }

  async look(): Promise<Candidate> {
    const answer = await this.#parts.client.latest(this.#known(), 0, this.#stopping.signal);
    const fresh = answer.kind === 'document' ? await this.#candidateOf(answer.document, answer.id) : null;
    const candidate = fresh ?? this.#newest;
    if (candidate === null) throw new Error('no release was ever seen');
    return candidate;
  }

  taken(candidate: Candidate): void {
    const release = this.#releases.get(candidate);
    if (release === undefined) return;
    const { ledger, metrics, onServed } = this.#parts;
    ledger.taken(release);
    metrics.releaseServed(release.manifest.sequence, Date.parse(release.manifest.createdAt) / 1_000);
    this.#keep();
    onServed(release);
  }

  release(): ReleaseStatus | null {
    const { served } = this.#parts.ledger;
    if (served === null) return null;
    const { sequence, createdAt } = served.manifest;
    return {
      sequence,
      hash: served.hash.slice(0, 12),
      variant: served.variant,
      createdAt,
      ageSeconds: Math.max(0, Math.round((Date.now() - Date.parse(createdAt)) / 1_000)),
      registry: this.#contact.status(),
    };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    await this.#keeping;
  }

  async #firstKept(): Promise<Candidate | null> {
    const { executor, ledger, store, log } = this.#parts;
    const read = store.read();
    const refuse = (text: string): null => {
      log.error({ file: store.file, text }, 'kept release refused');
      return null;
    };
    if (read.kind === 'unreadable') return refuse(`It cannot be read (${read.reason}).`);
    if (read.kind === 'none') return null;
    const restored = await ledger.restore(read.kept);
    if (restored === null) return null;
    if (restored.kind === 'refused') return refuse(`${restored.refusal.code}: ${restored.refusal.text}`);
    try {
      readRelease(restored.release, executor);
    } catch (error) {
      return refuse(reasonOf(error));
    }
    return this.#remember(restored.release);
  }

  async #firstFetched(): Promise<Candidate> {
    const { client, registry, store, times } = this.#parts;
    const until = performance.now() + times.firstWithinMs;
    for (let failures = 1; ; failures += 1) {
      const answer = await client.latest(null, 0, this.#stopping.signal);
      if (answer.kind === 'document') {
        this.#contact.note(null);
        const verification = await this.#verify(answer.document);
        if (verification.kind === 'release') return this.#remember(verification.release);
        const { code, text } = verification.refusal;
        throw new StartupError(
          `The release of the registry ${registry.origin} is refused (${code}): ${text}`,
        );
      }
      const reason = 'reason' in answer ? answer.reason : 'it is too large';
      const pauseMs = this.#backOff(failures);
      if (performance.now() + pauseMs > until) {
        throw new StartupError(
          `The registry ${registry.origin} gives no release (${reason}), and none that could be served is kept in ${store.file}; check MODELLREGION_REGISTRY_URL and the way to it.`,
        );
      }
      await wait(pauseMs);
    }
  }

  async #watch(onChange: (candidate: Candidate) => void): Promise<void> {
    const { client, times } = this.#parts;
    const { signal } = this.#stopping;
    let failures = 0;
    while (!this.#isStopping()) {
      const asked = performance.now();
      // Whether all is well again is to be known at once, and not when the next release is there.
      const waitSeconds = failures > 0 || !this.#contact.reached ? 0 : times.waitSeconds;
      const answer = await client.latest(this.#known(), waitSeconds, signal);
      if (this.#isStopping()) return;
      let good = answer.kind === 'unchanged';
      // What is good is told again, as it may follow on one that was refused.
      if (answer.kind === 'unchanged' && this.#newest !== null) onChange(this.#newest);
      if (answer.kind === 'document') {
        const candidate = await this.#candidateOf(answer.document, answer.id);
        good = candidate === this.#newest;
        onChange(candidate);
      }
      if (answer.kind === 'too-large') onChange(this.#refused('too large', TOO_LARGE));
      this.#contact.note('reason' in answer ? answer.reason : null);
      failures = good ? 0 : failures + 1;
      const pauseMs = good ? times.pauseMs - (performance.now() - asked) : this.#backOff(failures);
      if (pauseMs > 0) await wait(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Not all gateways at once, and not for ever faster. */
  #backOff(failures: number): number {
    const { retryMs, longestRetryMs } = this.#parts.times;
    return Math.min(longestRetryMs, retryMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
  }

  /** The release that the registry need not send again. */
  #known(): string | null {
    return this.#newest?.id ?? null;
  }

  async #candidateOf(document: unknown, id: string): Promise<Candidate> {
    const verification = await this.#verify(document);
    return verification.kind === 'release'
      ? this.#remember(verification.release)
      : this.#refused(id, verification.refusal);
  }

  async #verify(document: unknown): Promise<Verification> {
    const { client, ledger } = this.#parts;
    const { chain } = ledger.kept;
    const verification = await verifyWithRegistry(document, ledger, client, this.#stopping.signal);
    if (ledger.kept.chain !== chain && ledger.served !== null) this.#keep();
    return verification;
  }

  #remember(release: VerifiedRelease): Candidate {
    if (this.#newest?.id === release.hash) return this.#newest;
    const { executor } = this.#parts;
    const candidate: Candidate = { id: release.hash, read: () => readRelease(release, executor) };
    this.#releases.set(candidate, release);
    this.#newest = candidate;
    return candidate;
  }

  #refused(id: string, { code, text }: Refusal<ReleaseRefusalCode>): Candidate {
    return {
      id,
      read: () => {
        this.#parts.metrics.releaseRefused(code);
        throw new SupergraphError(code, `The registry's release is refused: ${text}`);
      },
    };
  }

  #sequenceOf(candidate: Candidate): number | null {
    return this.#releases.get(candidate)?.manifest.sequence ?? null;
  }

  #keep(): void {
    const { ledger, log, store } = this.#parts;
    const { kept } = ledger;
    this.#keeping = this.#keeping.then(async () => {
      try {
        await store.write(kept);
      } catch (error) {
        log.error({ file: store.file, text: reasonOf(error) }, 'release not kept');
      }
    });
  }
}

const TOO_LARGE = {
  code: 'TOO_LARGE',
  text: 'the answer is larger than any release may be.',
} as const;
