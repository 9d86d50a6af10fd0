import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { AbortEvents } from '../../gateway/src/upstream/deadline.js';
import { createInFlight } from '../../gateway/src/upstream/share-inflight.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const stays = new AbortEvents();
const never = (): Promise<string> => new Promise(() => undefined);

/** How many calls these keys make when nothing is answered. */
function begun(keys: readonly string[]): number {
  const flights = createInFlight<string>(1_000);
  let count = 0;
  for (const key of keys) {
    void flights.join('me', key, stays, () => {
      count += 1;
      return never();
    });
  }
  return count;
}

test('who comes in the second half of a call begins anew, to have time enough', async () => {
  const flights = createInFlight<string>(1_000);
  let count = 0;
  const join = (): void => {
    void flights.join('me', 'a', stays, () => {
      count += 1;
      return never();
    });
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
