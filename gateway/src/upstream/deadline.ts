/** Tells who listens that something is given up. An `AbortSignal` and an `EventEmitter` cost several times as much. */
export class AbortEvents {
  #aborted = false;
  /** The first and mostly the only one; a set for each call would cost more than all else about it. */
  #listener: (() => void) | null = null;
  #others: Set<() => void> | null = null;

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Called when it fires, once; at once if it has fired already. */
  onAbort(listener: () => void): void {
    if (this.#aborted) listener();
    else if (this.#listener === null) this.#listener = listener;
    else (this.#others ??= new Set()).add(listener);
  }

  offAbort(listener: () => void): void {
    if (this.#listener === listener) this.#listener = null;
    else this.#others?.delete(listener);
  }

  /** Fires once, however often it is called. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    const first = this.#listener;
    const others = this.#others;
    this.#listener = null;
    this.#others = null;
    first?.();
    for (const listener of others ?? []) listener();
  }
}

/** How long one call to a subgraph may go on, over all its attempts. Fires when it is over or left. */
export class Deadline extends AbortEvents {
  #state: 'running' | 'over' | 'left' = 'running';
  readonly #until: number;
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param isTimed false: it never ends by itself, and {@link leftMs} only tells how old it is */
  constructor(milliseconds: number, isTimed = true) {
    super();
    this.#until = performance.now() + milliseconds;
    this.#timer = isTimed ? setTimeout(expire, milliseconds, this) : undefined;
  }

  get state(): 'running' | 'over' | 'left' {
    return this.#state;
  }

  /** Milliseconds that are left. */
  leftMs(): number {
    return Math.max(0, this.#until - performance.now());
  }

  /** The time is over. */
  expire(): void {
    this.#stop('over');
  }

  /** Nobody waits any longer. */
  leave(): void {
    this.#stop('left');
  }

  /** The call has ended; frees the timer. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #stop(why: 'over' | 'left'): void {
    if (this.#state !== 'running') return;
    this.#state = why;
    this.abort();
  }
}

const expire = (deadline: Deadline): void => {
  deadline.expire();
};
