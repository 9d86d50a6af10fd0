/** Something that ends when the last one who uses it has gone. */
export class InUse<T> {
  readonly value: T;
  #users = 0;
  #onUnused: (() => void) | null = null;

  constructor(value: T) {
    this.value = value;
  }

  enter(): void {
    this.#users += 1;
  }

  leave(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#onUnused?.();
  }

  /** To be called when nobody new comes. @returns once all have gone */
  unused(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#users === 0) resolve();
      else this.#onUnused = resolve;
    });
  }
}
