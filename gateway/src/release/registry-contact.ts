import { printable, type Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';

export interface ContactParts {
  readonly registry: URL;
  /** Told when it answers again: it may have been restored from a backup. */
  readonly onBack: () => void;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Whether the registry answers, as far as was seen. */
export class RegistryContact {
  readonly #parts: ContactParts;
  /** What was said of it last: why it is unreachable, null where it is not, undefined before anything was. */
  #told: string | null | undefined;
  #reachedAt: string | null = null;

  constructor(parts: ContactParts) {
    this.#parts = parts;
  }

  get reached(): boolean {
    return this.#told === null;
  }

  status(): { readonly state: 'reached' | 'unreachable'; readonly reachedAt: string | null } {
    return { state: this.reached ? 'reached' : 'unreachable', reachedAt: this.#reachedAt };
  }

  /** @param unavailable why it does not answer; null: it does */
  note(unavailable: string | null): void {
    const { log, metrics, onBack, registry } = this.#parts;
    if (unavailable === null) this.#reachedAt = new Date().toISOString();
    metrics.registryReached(unavailable === null);
    if (unavailable === this.#told) return;
    if (unavailable === null && this.#told !== undefined) onBack();
    this.#told = unavailable;
    if (unavailable === null) log.info({ registry: registry.origin }, 'registry reached');
    else log.warn({ registry: registry.origin, text: printable(unavailable) }, 'registry unreachable');
  }
}
