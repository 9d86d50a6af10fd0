import { randomUUID } from 'node:crypto';
import { signReport, type PrivateSigningKey, type UsageOperation } from '@modellregion/schema/release';
import { reasonOf } from '../errors/fault.js';
import type { RegistryClient } from '../release/registry-client.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { batchesOf } from './usage-batches.js';
import { UsageCounter } from './usage-counter.js';
import type { UsageSpool } from './usage-spool.js';

/** Tells the registry what clients ask for. */
export interface UsageReports {
  readonly counter: UsageCounter;
  /** Keeps what was counted, and tries once to send it. */
  readonly stop: () => Promise<void>;
}

interface Parts {
  readonly client: RegistryClient;
  readonly region: string;
  readonly gateway: string;
  readonly key: PrivateSigningKey;
  readonly everyMs: number;
  readonly spool: UsageSpool;
  /** Hash of the release that is served. */
  readonly release: () => string | null;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Milliseconds for the last batches, within the 5 s that a supervisor waits. */
const LAST_WITHIN_MS = 1_000;

export function startUsageReports(parts: Parts): UsageReports {
  const reports = new Reports(parts);
  return { counter: reports.counter, stop: () => reports.stop() };
}

class Reports {
  readonly counter: UsageCounter;
  readonly #parts: Parts;
  readonly #stopping = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #from = new Date();
  #working: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    const report = (): void => {
      this.#report(this.#stopping.signal);
    };
    this.counter = new UsageCounter(report);
    this.#timer = setInterval(report, parts.everyMs);
    this.#timer.unref();
    // What an earlier process left.
    report();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    this.#report(AbortSignal.timeout(LAST_WITHIN_MS));
    await this.#working;
  }

  /** One after the other. */
  #report(signal: AbortSignal): void {
    this.#working = this.#working.then(async () => {
      try {
        await this.#keep();
        await this.#send(signal);
      } catch (error) {
        this.#parts.log.error({ text: reasonOf(error) }, 'usage not reported');
      }
    });
  }

  /** First to disk, so that a crash while it is sent loses nothing. */
  async #keep(): Promise<void> {
    const { log, metrics } = this.#parts;
    const { counts, uncounted } = this.counter.take();
    const from = this.#from;
    this.#from = new Date();
    const { batches, untold } = await batchesOf(counts);
    if (uncounted + untold > 0) {
      log.warn({ requests: uncounted + untold }, 'usage of requests not counted');
      metrics.usageUncounted(uncounted + untold);
    }
    for (const operations of batches) await this.#keepBatch(from, operations);
  }

  async #keepBatch(from: Date, operations: readonly UsageOperation[]): Promise<void> {
    const { gateway, key, log, metrics, region, release, spool } = this.#parts;
    const id = randomUUID();
    const span = { from: from.toISOString(), to: new Date().toISOString() };
    const batch = { region, gateway, id, ...span, release: release(), operations: [...operations] };
    try {
      const lost = await spool.add(id, await signReport('usage', batch, key));
      if (lost === 0) return;
      metrics.usageBatch('lost', lost);
      log.warn({ batches: lost }, 'usage lost: the registry has taken nothing for too long');
    } catch (error) {
      metrics.usageBatch('lost', 1);
      log.error({ text: reasonOf(error) }, 'usage lost: it cannot be kept in the state folder');
    }
  }

  async #send(signal: AbortSignal): Promise<void> {
    const { client, log, metrics, spool } = this.#parts;
    for (const name of await spool.list()) {
      if (signal.aborted) return;
      // Another process with the same folder may have sent it meanwhile.
      const jws = await spool.read(name).catch(() => null);
      if (jws === null) continue;
      const answer = await client.report('usage', jws, signal);
      if (answer === 'unavailable') return;
      // It waits, and keeps those after it from nothing: they may be signed with another key.
      if (answer === 'not-admitted') continue;
      await spool.remove(name);
      metrics.usageBatch(answer, 1);
      if (answer === 'refused') log.error({ batch: name }, 'usage refused by the registry');
    }
  }
}
