/**
 * Hot file. Calls that several wait for at once.
 *
 * Invariant: who waits gets the result of a call that began after the last change, made for the same claims about them; a
 * call that nobody waits for any longer is given up. Guarded by the benchmark scenario `small` (test/bench).
 */
import type { CallerClaims } from '@modellregion/schema';
import type { RequestScope } from '../request.js';
import { Deadline } from './deadline.js';

/** Calls under way that others may wait for as well. */
export interface InFlight<T> {
  /**
   * The result of an equal call that is under way, or of a new one.
   *
   * @param scope who asks; the call is shared by those of whom a subgraph is told the same, and goes on while any of
   *   them waits for it
   * @param request equal for requests that have one and the same answer
   * @param begin makes the call, and must not throw; what it rejects with, all who wait are rejected with
   * @param take what is made of the result; of null, if who asks went away before it was there
   */
  readonly join: <R>(
    scope: InFlightScope,
    request: string,
    begin: (deadline: Deadline) => Promise<T>,
    take: (joined: Joined<T> | null) => R,
  ) => Promise<R>;
  /** From now on nobody joins what is under way: the data may have changed since it began. */
  readonly seal: () => void;
}

export interface Joined<T> {
  readonly result: T;
  /** Whether the call was begun by another. */
  readonly shared: boolean;
  /** Who began it. */
  readonly by: InFlightScope;
}

/** What is looked at of who asks. */
export type InFlightScope = Pick<RequestScope, 'requestId' | 'caller' | 'signal' | 'notes'>;

interface Flight<T> {
  readonly result: Promise<T>;
  readonly by: InFlightScope;
  readonly deadline: Deadline;
  waiting: number;
}

/** More calls at once than this are not offered to others; each holds its request. */
const MAX_FLIGHTS = 1_000;

/** Longer requests are not offered to others: they are hardly ever equal. UTF-16 units. */
const MAX_REQUEST_LENGTH = 262_144;

/**
 * @param deadlineMs of each call; who comes later than after half of it begins anew, to have time of their own
 * @param isTimed false: calls end by themselves
 */
export function createInFlight<T>(deadlineMs: number, isTimed = true): InFlight<T> {
  // By caller, then by request: a key of both would be a copy of each request.
  const flights = new Map<string, Map<string, Flight<T>>>();
  let count = 0;
  const remove = (caller: string, request: string, flight: Flight<T>): void => {
    const ofCaller = flights.get(caller);
    if (ofCaller?.get(request) !== flight) return;
    ofCaller.delete(request);
    if (ofCaller.size === 0) flights.delete(caller);
    count -= 1;
  };
  const add = (caller: string, request: string, flight: Flight<T>): void => {
    if (count >= MAX_FLIGHTS || request.length > MAX_REQUEST_LENGTH) return;
    const ofCaller = flights.get(caller) ?? new Map<string, Flight<T>>();
    if (!ofCaller.has(request)) count += 1;
    flights.set(caller, ofCaller.set(request, flight));
  };
  const start = (
    caller: string,
    request: string,
    by: InFlightScope,
    begin: (deadline: Deadline) => Promise<T>,
  ): Flight<T> => {
    const deadline = new Deadline(deadlineMs, isTimed);
    const end = (): void => {
      deadline.end();
      remove(caller, request, flight);
    };
    const result = begin(deadline).then(
      (value) => {
        end();
        return value;
      },
      (fault: unknown) => {
        end();
        throw fault;
      },
    );
    const flight = { deadline, waiting: 0, result, by };
    add(caller, request, flight);
    return flight;
  };
  return {
    join: (scope, request, begin, take) => {
      const caller = callerKey(scope.caller);
      const open = flights.get(caller)?.get(request);
      const joined = open !== undefined && open.deadline.leftMs() * 2 >= deadlineMs ? open : null;
      const flight = joined ?? start(caller, request, scope, begin);
      const leave = (): void => {
        flight.waiting -= 1;
        if (flight.waiting > 0) return;
        remove(caller, request, flight);
        flight.deadline.leave();
      };
      const { signal } = scope;
      flight.waiting += 1;
      signal.onAbort(leave);
      return flight.result.then((result) => {
        signal.offAbort(leave);
        return take(signal.aborted ? null : { result, shared: joined !== null, by: flight.by });
      });
    },
    seal: () => {
      flights.clear();
      count = 0;
    },
  };
}

const keys = new WeakMap<CallerClaims, string>();

/**
 * What two callers must have in common to share an answer: all that a subgraph is told about them. The request id
 * alone may differ; it names a request in logs and decides nothing.
 */
function callerKey(caller: CallerClaims | null): string {
  if (caller === null) return '';
  const known = keys.get(caller);
  if (known !== undefined) return known;
  const { requestId: _differs, ...claims } = caller;
  const key = JSON.stringify(claims);
  keys.set(caller, key);
  return key;
}
