import { describe, expect, test } from '@jest/globals';
import {
  createCircuitBreaker,
  type BreakerConfig,
  type CallVerdict,
  type CircuitBreaker,
} from '../../gateway/src/upstream/circuit-breaker.js';

const CONFIG: BreakerConfig = {
  windowMs: 10_000,
  minimumCalls: 10,
  failureRate: 0.5,
  slowRate: 0.8,
  slowPart: 0.8,
  openMs: 5_000,
  probes: 3,
};
const SLOW_MS = 800;

/** A breaker, its clock, and what it said. */
function start(): {
  readonly breaker: CircuitBreaker;
  readonly changes: string[];
  readonly wait: (milliseconds: number) => void;
  /** Makes calls one after the other; how many were let through. */
  readonly calls: (count: number, verdict: CallVerdict, milliseconds?: number) => number;
} {
  let clock = 1_000_000;
  const changes: string[] = [];
  const breaker = createCircuitBreaker({
    config: CONFIG,
    slowMs: SLOW_MS,
    now: () => clock,
    onChange: ({ state, calls, failed, slow }) =>
      changes.push(`${state} after ${String(calls)} calls, ${String(failed)} failed, ${String(slow)} slow`),
  });
  return {
    breaker,
    changes,
    wait: (milliseconds) => (clock += milliseconds),
    calls: (count, verdict, milliseconds = 1) =>
      Array.from({ length: count }, () => breaker.acquire()).filter((permit) => {
        permit?.(verdict, milliseconds);
        return permit !== null;
      }).length,
  };
}

describe('it opens', () => {
  test('when half of enough calls failed', () => {
    const { calls, changes, breaker } = start();
    calls(5, 'good');
    calls(4, 'bad');
    expect(breaker.state()).toBe('closed');
    calls(1, 'bad');
    expect(changes).toEqual(['open after 10 calls, 5 failed, 0 slow']);
    expect(breaker.acquire()).toBeNull();
  });

  test('when most of enough calls were slow, though they were good', () => {
    const { calls, changes } = start();
    calls(2, 'good', SLOW_MS - 1);
    calls(8, 'good', SLOW_MS);
    expect(changes).toEqual(['open after 10 calls, 0 failed, 8 slow']);
  });

  test.each<[string, (it: ReturnType<typeof start>) => void]>([
    ['when too few failed', ({ calls }) => [calls(6, 'good'), calls(5, 'bad')]],
    ['when clients went away', ({ calls }) => calls(50, 'void')],
    ['when there were too few calls', ({ calls }) => calls(9, 'bad')],
    [
      'when the faults are older than the window',
      ({ calls, wait }) => {
        calls(9, 'bad');
        wait(10_000);
        calls(9, 'bad');
      },
    ],
  ])('not %s', (_name, happens) => {
    const it = start();
    happens(it);
    expect(it.changes).toEqual([]);
  });

  test('when the faults are spread over the window', () => {
    const { calls, wait, changes } = start();
    for (let second = 0; second < 10; second += 1) {
      calls(1, 'bad');
      wait(999);
    }
    expect(changes).toEqual(['open after 10 calls, 10 failed, 0 slow']);
  });
});

describe('when it is open', () => {
  const opened = (): ReturnType<typeof start> => {
    const it = start();
    it.calls(10, 'bad');
    it.changes.length = 0;
    return it;
  };

  test('nothing passes until its time is over, then three calls at once and no more', () => {
    const { breaker, wait, calls } = opened();
    wait(4_999);
    expect(calls(5, 'good')).toBe(0);
    wait(1);
    expect(Array.from({ length: 5 }, () => breaker.acquire()).filter((it) => it !== null)).toHaveLength(3);
    expect(breaker.state()).toBe('half-open');
  });

  test('three good calls close it, with a clean window', () => {
    const { calls, wait, changes } = opened();
    wait(5_000);
    calls(3, 'good');
    calls(9, 'bad');
    expect(changes).toEqual([
      'half-open after 0 calls, 0 failed, 0 slow',
      'closed after 3 calls, 0 failed, 0 slow',
    ]);
  });

  test.each([
    ['bad', 1],
    ['good', SLOW_MS],
  ] as const)('one that is %s after %i ms opens it again', (verdict, milliseconds) => {
    const { calls, wait, breaker } = opened();
    wait(5_000);
    calls(2, 'good');
    calls(1, verdict, milliseconds);
    expect(breaker.state()).toBe('open');
    wait(4_999);
    expect(breaker.acquire()).toBeNull();
  });

  test('a trial whose client went away makes room for another', () => {
    const { calls, wait, breaker } = opened();
    wait(5_000);
    calls(20, 'void');
    expect(calls(3, 'good')).toBe(3);
    expect(breaker.state()).toBe('closed');
  });

  test('the end of a call from before changes nothing', () => {
    const { breaker, calls, wait } = start();
    const early = breaker.acquire();
    calls(10, 'bad');
    wait(5_000);
    const trial = breaker.acquire();
    early?.('bad', 3_000);
    expect(breaker.state()).toBe('half-open');
    trial?.('good', 1);
    calls(2, 'good');
    expect(breaker.state()).toBe('closed');
  });
});
