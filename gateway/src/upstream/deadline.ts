/** How long one call to a subgraph may go on, over all its attempts. */
export interface Deadline {
  /** Fires when the time is over or {@link leave} was called. */
  readonly signal: AbortSignal;
  readonly state: () => 'running' | 'over' | 'left';
  /** Milliseconds that are left. */
  readonly leftMs: () => number;
  /** Nobody waits any longer. */
  readonly leave: () => void;
  /** The call has ended; frees the timer. */
  readonly end: () => void;
}

export function startDeadline(milliseconds: number): Deadline {
  const controller = new AbortController();
  const until = performance.now() + milliseconds;
  let state: 'running' | 'over' | 'left' = 'running';
  const abort = (reason: 'over' | 'left'): void => {
    if (state !== 'running') return;
    state = reason;
    controller.abort();
  };
  const timer = setTimeout(abort, milliseconds, 'over');
  return {
    signal: controller.signal,
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
