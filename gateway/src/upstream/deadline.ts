import { EventEmitter } from 'node:events';

/** What undici takes for a signal: an event `abort`. An `AbortSignal` costs several times as much to make. */
export class AbortEvents extends EventEmitter {
  #aborted = false;

  constructor() {
    super();
    // Each call under way listens; more than ten at once are no leak.
    this.setMaxListeners(0);
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Fires once, however often it is called. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.emit('abort');
  }
}

/** How long one call to a subgraph may go on, over all its attempts. */
export interface Deadline {
  /** Fires when the time is over or {@link leave} was called. */
  readonly signal: AbortEvents;
  readonly state: () => 'running' | 'over' | 'left';
  /** Milliseconds that are left. */
  readonly leftMs: () => number;
  /** Nobody waits any longer. */
  readonly leave: () => void;
  /** The call has ended; frees the timer. */
  readonly end: () => void;
}

/** @param isTimed false: it never ends by itself, and {@link Deadline.leftMs} only tells how old it is */
export function startDeadline(milliseconds: number, isTimed = true): Deadline {
  const signal = new AbortEvents();
  const until = performance.now() + milliseconds;
  let state: 'running' | 'over' | 'left' = 'running';
  const abort = (reason: 'over' | 'left'): void => {
    if (state !== 'running') return;
    state = reason;
    signal.abort();
  };
  const timer = isTimed ? setTimeout(abort, milliseconds, 'over') : undefined;
  return {
    signal,
    state: () => state,
    leftMs: () => Math.max(0, until - performance.now()),
    leave: () => {
      abort('left');
    },
    end: () => {
      clearTimeout(timer);
    },
  };
}
