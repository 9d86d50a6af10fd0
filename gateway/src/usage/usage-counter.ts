import type { OperationUsage } from '../plan/messages.js';

/** How often one client asked for one operation. */
export interface UsageCount {
  readonly operation: OperationUsage;
  readonly client: string;
  readonly version: string | null;
  count: number;
  errors: number;
}

export interface TakenUsage {
  readonly counts: readonly UsageCount[];
  /** Requests that found no room. */
  readonly uncounted: number;
}

/** Pairs of operation and client in one batch; more is no portal but somebody who plays. */
const MAX_COUNTS = 5_000;
/** Clients in one batch that are told apart; the names are the callers' choice. */
const MAX_CLIENTS = 200;
/** Who says no name, and who came after {@link MAX_CLIENTS}. */
const NAMELESS = 'unknown';

/**
 * Counts requests by operation and client until somebody takes the counts. A request costs two lookups and an
 * addition; whatever is more happens once for each pair (`test/bench/usage.mjs`).
 */
export class UsageCounter {
  readonly #onFull: () => void;
  #counts = new Map<OperationUsage, Map<string, UsageCount>>();
  #clients = new Set<string>();
  #size = 0;
  #uncounted = 0;

  /** @param onFull told when the counts should be taken before their time */
  constructor(onFull: () => void) {
    this.#onFull = onFull;
  }

  count(operation: OperationUsage, client: string | null, version: string | null, failed: boolean): void {
    const key = version === null ? (client ?? '') : `${client ?? ''}\n${version}`;
    const found = this.#counts.get(operation)?.get(key) ?? this.#add(operation, client, version, key);
    if (found === null) {
      this.#uncounted += 1;
      return;
    }
    found.count += 1;
    if (failed) found.errors += 1;
  }

  take(): TakenUsage {
    const counts = [...this.#counts.values()].flatMap((clients) => [...clients.values()]);
    const uncounted = this.#uncounted;
    this.#counts = new Map();
    this.#clients = new Set();
    this.#size = 0;
    this.#uncounted = 0;
    return { counts, uncounted };
  }

  #add(
    operation: OperationUsage,
    client: string | null,
    version: string | null,
    key: string,
  ): UsageCount | null {
    const isNew = !this.#clients.has(key);
    if (isNew && this.#clients.size >= MAX_CLIENTS && key !== '')
      return this.#slot(operation, null, null, '');
    this.#clients.add(key);
    return this.#slot(operation, client, version, key);
  }

  #slot(
    operation: OperationUsage,
    client: string | null,
    version: string | null,
    key: string,
  ): UsageCount | null {
    const clients = this.#counts.get(operation) ?? new Map<string, UsageCount>();
    const found = clients.get(key);
    if (found !== undefined) return found;
    if (this.#size >= MAX_COUNTS) return null;
    const added = { operation, client: client ?? NAMELESS, version, count: 0, errors: 0 };
    this.#counts.set(operation, clients.set(key, added));
    this.#size += 1;
    if (this.#size === MAX_COUNTS / 2) this.#onFull();
    return added;
  }
}
