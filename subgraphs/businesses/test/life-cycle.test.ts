import { describe, expect, test } from '@jest/globals';
import { addDays, localDateOf } from '@modellregion/subgraph-kit';
import { isFinal, mayFollow, NOTICE_STATES, RECEIPT_DAYS } from '../src/notice-life-cycle.js';
import { makeBusinesses } from '../src/seed/businesses.js';
import { noticeMaker, type SeedNotice } from '../src/seed/notices.js';
import { worldOf } from '../src/seed/world.js';

/** All notices of the seed of one day. */
function noticesOf(day: string): readonly SeedNotice[] {
  const world = worldOf({ profile: 'demo', now: new Date(`${day}T09:00:00+01:00`) });
  const make = noticeMaker(world.today, world.region.random('businesses/notices'));
  return [...makeBusinesses(world)].flatMap((business) => make(business));
}

describe.each([
  ['a Monday', '2026-11-30'],
  ['a Saturday', '2026-11-28'],
  ['a Sunday', '2026-11-29'],
  ['a Friday', '2026-12-04'],
])('notices of the seed on %s', (_, day) => {
  const notices = noticesOf(day);

  test('every state is there, and none is jumped over', () => {
    const jumps = notices.flatMap(({ id, steps }) =>
      steps.flatMap(({ state }, i) => {
        const before = steps[i - 1]?.state;
        return before === undefined || mayFollow(before, state) ? [] : [`${id}: ${before} → ${state}`];
      }),
    );
    expect(jumps).toEqual([]);
    expect(new Set(notices.map(({ steps }) => steps[0]?.state))).toEqual(new Set(['FILED']));
    const reached = new Set(notices.map(({ steps }) => steps.at(-1)?.state));
    expect(NOTICE_STATES.filter((state) => !reached.has(state))).toEqual([]);
  });

  test('time goes forward and ends before the day of the seed', () => {
    for (const { steps } of notices) {
      const times = steps.map(({ at }) => at.getTime());
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(localDateOf(steps.at(-1)?.at ?? new Date()) < day).toBe(true);
    }
  });

  test('the receipt is issued within three days (GewO § 15 (1)), the others are told the same day', () => {
    for (const { steps } of notices) {
      const on = (state: string): string | undefined => {
        const step = steps.find((it) => it.state === state);
        return step === undefined ? undefined : localDateOf(step.at);
      };
      const [filed, receipt, forwarded] = [on('FILED') ?? '', on('RECEIPT_ISSUED'), on('FORWARDED')];
      if (receipt !== undefined) expect(receipt <= addDays(filed, RECEIPT_DAYS)).toBe(true);
      if (forwarded !== undefined) expect(forwarded).toBe(receipt);
    }
  });

  test('what is open is not late', () => {
    const open = notices.filter(
      ({ steps }) => !steps.some(({ state }) => state === 'RECEIPT_ISSUED' || isFinal(state)),
    );
    expect(open.length).toBeGreaterThan(2);
    for (const { steps } of open) {
      expect(day <= addDays(localDateOf(steps[0]?.at ?? new Date(0)), RECEIPT_DAYS)).toBe(true);
    }
  });
});
