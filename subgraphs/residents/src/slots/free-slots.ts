import {
  addDays,
  instantOf,
  isoWeekday,
  localDateOf,
  overlaps,
  type TimeRange,
} from '@modellregion/subgraph-kit';
import { isPublicHoliday } from './holidays.js';

/** What decides which appointments an office can still give. */
export interface SlotQuestion {
  /** Normal week of the office; minutes after midnight in Europe/Berlin. */
  readonly opening: readonly {
    /** 1 Monday to 7 Sunday */
    readonly weekday: number;
    readonly opensMinute: number;
    readonly closesMinute: number;
  }[];
  /** Length of an appointment. */
  readonly minutes: number;
  /** Appointments that can take place at the same time. */
  readonly desks: number;
  /** Times at which one desk is taken. */
  readonly booked: readonly { readonly startsAt: Date; readonly endsAt: Date }[];
  /** Slots begin in here, `from` included, `to` not. */
  readonly range: TimeRange;
}

/**
 * Free appointments in order of time, computed lazily, so that who wants the first ten pays for ten.
 *
 * The clock on the wall says when an office opens and closes; between the two a slot follows the other in
 * elapsed time. So on a clock-change night nothing begins in an hour that does not exist, and nothing begins
 * twice.
 */
export function* freeSlots(question: SlotQuestion): Generator<TimeRange> {
  const { opening, minutes, range } = question;
  const last = localDateOf(range.to);
  for (let date = localDateOf(range.from); date <= last; date = addDays(date, 1)) {
    if (isPublicHoliday(date)) continue;
    const weekday = isoWeekday(date);
    const periods = opening
      .filter((period) => period.weekday === weekday)
      .sort((a, b) => a.opensMinute - b.opensMinute);
    for (const { opensMinute, closesMinute } of periods) {
      const open = { from: instantOf(date, opensMinute), to: instantOf(date, closesMinute) };
      for (const slot of steps(open, minutes)) {
        if (slot.from >= range.to) return;
        if (slot.from >= range.from && hasFreeDesk(slot, question)) yield slot;
      }
    }
  }
}

function* steps(open: TimeRange, minutes: number): Generator<TimeRange> {
  const length = minutes * 60_000;
  for (let from = open.from.getTime(); from + length <= open.to.getTime(); from += length) {
    yield { from: new Date(from), to: new Date(from + length) };
  }
}

function hasFreeDesk(slot: TimeRange, { booked, desks }: SlotQuestion): boolean {
  let taken = 0;
  for (const { startsAt, endsAt } of booked) {
    if (overlaps(slot, { from: startsAt, to: endsAt })) taken += 1;
    if (taken >= desks) return false;
  }
  return true;
}
