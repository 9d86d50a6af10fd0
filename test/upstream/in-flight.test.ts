import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { AbortEvents } from '../../gateway/src/upstream/deadline.js';
import {
  createInFlight,
  type InFlightScope,
  type Joined,
} from '../../gateway/src/upstream/share-inflight.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const itself = (joined: Joined<string> | null): Joined<string> | null => joined;
const scope: InFlightScope = {
  requestId: 'r',
  caller: null,
  signal: new AbortEvents(),
  notes: { operationName: null, subgraphCalls: 0, errorCodes: null },
};
function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (fault: Error) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (fault: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
const never = (): Promise<string> => new Promise(() => undefined);

/** How many calls these keys make when nothing is answered. */
function begun(keys: readonly string[]): number {
  const flights = createInFlight<string>(1_000);
  let count = 0;
  for (const key of keys) {
    void flights.join(
      scope,
      key,
      () => {
        count += 1;
        return never();
      },
      itself,
    );
  }
  return count;
}

test('who comes in the second half of a call begins anew, to have time enough', async () => {
  const flights = createInFlight<string>(1_000);
  let count = 0;
  const join = (): void => {
    void flights.join(
      scope,
      'a',
      () => {
        count += 1;
        return never();
      },
      itself,
    );
  };
  join();
  await jest.advanceTimersByTimeAsync(499);
  join();
  expect(count).toBe(1);
  await jest.advanceTimersByTimeAsync(2);
  join();
  expect(count).toBe(2);
  join();
  expect(count).toBe(2);
});

test('is bounded: from the 1,001st call on, and for very long requests, each asks for itself', () => {
  const keys = Array.from({ length: 1_001 }, (_, index) => String(index));
  expect(begun([...keys, '0', '999'])).toBe(1_001);
  expect(begun([...keys, '1000'])).toBe(1_002);
  expect(begun(['x'.repeat(262_144), 'x'.repeat(262_144)])).toBe(1);
  expect(begun(['x'.repeat(262_145), 'x'.repeat(262_145)])).toBe(2);
});

test('who goes away gets nothing, those who stay get the answer, and a fault reaches all who wait', async () => {
  const flights = createInFlight<string>(1_000);
  const signal = new AbortEvents();
  const call = withResolvers<string>();
  const leaver = flights.join({ ...scope, signal }, 'a', () => call.promise, itself);
  const stayer = flights.join({ ...scope, requestId: 's' }, 'a', never, itself);
  signal.abort();
  call.resolve('answer');
  expect(await leaver).toBeNull();
  expect(await stayer).toMatchObject({ result: 'answer', shared: true, by: { requestId: 'r' } });

  const fault = withResolvers<string>();
  const waiting = [1, 2].map(() => flights.join(scope, 'b', () => fault.promise, itself));
  fault.reject(new Error('broken'));
  for (const it of waiting) await expect(it).rejects.toThrow('broken');
  // Nothing is left of it: the next one begins anew.
  expect(await flights.join(scope, 'b', () => Promise.resolve('again'), itself)).toMatchObject({
    result: 'again',
  });
});
