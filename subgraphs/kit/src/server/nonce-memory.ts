/**
 * Remembers nonces for a while, so that a recorded call cannot be played again. Two generations are kept and
 * the older one dropped whole: no timer, no scan, memory bounded by the calls of two periods.
 */
export class NonceMemory {
  readonly #period: number;
  #current = new Set<string>();
  #previous = new Set<string>();
  #since = 0;

  /** @param period seconds for which a nonce is remembered at least */
  constructor(period: number) {
    this.#period = period;
  }

  /** True the first time within the period, false if the nonce was seen. `now` in seconds. */
  admit(nonce: string, now: number): boolean {
    if (now - this.#since >= this.#period) {
      this.#previous = now - this.#since >= 2 * this.#period ? new Set() : this.#current;
      this.#current = new Set();
      this.#since = now;
    }
    if (this.#current.has(nonce) || this.#previous.has(nonce)) return false;
    this.#current.add(nonce);
    return true;
  }
}
