import { EventEmitter } from 'node:events';

/** What undici takes for a signal: an event `abort`. An `AbortSignal` costs several times as much to make. */
export interface AbortEvents extends EventEmitter {
  readonly aborted: boolean;
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

class Events extends EventEmitter implements AbortEvents {
  aborted = false;
}

export function startDeadline(milliseconds: number): Deadline {
  const signal = new Events();
  const until = performance.now() + milliseconds;
  let state: 'running' | 'over' | 'left' = 'running';
  const abort = (reason: 'over' | 'left'): void => {
    if (state !== 'running') return;
    state = reason;
    signal.aborted = true;
    signal.emit('abort');
  };
  const timer = setTimeout(abort, milliseconds, 'over');
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
