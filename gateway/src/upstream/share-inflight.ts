import type { CallerClaims } from '@modellregion/schema';
import { startDeadline, type Deadline } from './deadline.js';

/** Calls under way that others may wait for as well. */
export interface InFlight<T> {
  /**
   * The result of an equal call that is under way, or of a new one.
   *
   * @param key equal for calls that may be answered with one and the same answer
   * @param signal fires when this caller goes away; the call goes on while anybody waits for it
   * @param begin makes the call; must not throw
   * @returns null if this caller went away before the result was there
   */
  readonly join: (
    key: string,
    signal: AbortSignal,
    begin: (deadline: Deadline) => Promise<T>,
  ) => Promise<Joined<T> | null>;
  /** From now on nobody joins what is under way: the data may have changed since it began. */
  readonly seal: () => void;
}

export interface Joined<T> {
  readonly result: T;
  /** Whether the call was begun by another caller. */
  readonly shared: boolean;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly deadline: Deadline;
  waiting: number;
}

/** More calls at once than this are not offered to others; each key may be as large as a request. */
const MAX_FLIGHTS = 1_000;

/** Longer requests are not offered to others: they are hardly ever equal. UTF-16 units. */
const MAX_KEY_LENGTH = 262_144;

/** @param deadlineMs of each call; who comes later than after half of it begins anew, to have time of their own */
export function createInFlight<T>(deadlineMs: number): InFlight<T> {
  const flights = new Map<string, Flight<T>>();
  const start = (key: string, begin: (deadline: Deadline) => Promise<T>): Flight<T> => {
    const deadline = startDeadline(deadlineMs);
    const flight: Flight<T> = {
      deadline,
      waiting: 0,
      result: begin(deadline).finally(() => {
        deadline.end();
        if (flights.get(key) === flight) flights.delete(key);
      }),
    };
    if (flights.size < MAX_FLIGHTS && key.length <= MAX_KEY_LENGTH) flights.set(key, flight);
    return flight;
  };
  const abandon = (key: string, flight: Flight<T>): void => {
    if (flights.get(key) === flight) flights.delete(key);
    flight.deadline.leave();
  };
  return {
    join: async (key, signal, begin) => {
      const open = flights.get(key);
      const joined = open !== undefined && open.deadline.leftMs() * 2 >= deadlineMs ? open : null;
      const flight = joined ?? start(key, begin);
      const result = await wait(flight, signal, () => {
        abandon(key, flight);
      });
      return result === null ? null : { result: result.value, shared: joined !== null };
    },
    seal: () => {
      flights.clear();
    },
  };
}

/** @param onNobody called when the last one who waits has gone */
function wait<T>(
  flight: Flight<T>,
  signal: AbortSignal,
  onNobody: () => void,
): Promise<{ readonly value: T } | null> {
  flight.waiting += 1;
  return new Promise((resolve) => {
    const leave = (): void => {
      flight.waiting -= 1;
      if (flight.waiting === 0) onNobody();
      resolve(null);
    };
    signal.addEventListener('abort', leave, { once: true });
    void flight.result.then((value) => {
      signal.removeEventListener('abort', leave);
      resolve({ value });
    });
  });
}

const keys = new WeakMap<CallerClaims, string>();

/**
 * What two callers must have in common to share an answer: all that a subgraph is told about them. The request id
 * alone may differ; it names a request in logs and decides nothing.
 */
export function callerKey(caller: CallerClaims | null): string {
  if (caller === null) return '';
  const known = keys.get(caller);
  if (known !== undefined) return known;
  const { requestId: _differs, ...claims } = caller;
  const key = JSON.stringify(claims);
  keys.set(caller, key);
  return key;
}
