import {
  dayRange,
  overlaps,
  type LocalDate,
  type SeededRandom,
  type TimeRange,
} from '@modellregion/subgraph-kit';
import { freeSlots } from '../slots/free-slots.js';
import { openingOf, type SeedOffice } from './office-rows.js';

/** A time at a desk that the seed has given away. */
export interface BookedDesk {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly desk: number;
}

/** Gives away appointments by the rule that answers `slots`, so that what is booked could have been booked. */
export class DeskBook {
  /** By office and day: no appointment reaches over midnight. */
  readonly #booked = new Map<string, BookedDesk[]>();

  /**
   * Books one of the free appointments of a day.
   *
   * @returns null if there is none: closed, a holiday, or full
   */
  book(
    office: SeedOffice,
    {
      minutes,
      date,
      random,
    }: { readonly minutes: number; readonly date: LocalDate; readonly random: SeededRandom },
  ): BookedDesk | null {
    const key = `${office.id} ${date}`;
    const booked = this.#booked.get(key) ?? [];
    const free = [
      ...freeSlots({
        opening: openingOf(office),
        minutes,
        desks: office.desks,
        booked,
        range: dayRange(date),
      }),
    ];
    if (free.length === 0) return null;
    const { from, to } = random.pick(free);
    const appointment = { startsAt: from, endsAt: to, desk: freeDesk({ from, to }, booked) };
    booked.push(appointment);
    this.#booked.set(key, booked);
    return appointment;
  }
}

function freeDesk(slot: TimeRange, booked: readonly BookedDesk[]): number {
  const taken = new Set(
    booked
      .filter(({ startsAt, endsAt }) => overlaps(slot, { from: startsAt, to: endsAt }))
      .map(({ desk }) => desk),
  );
  let desk = 1;
  while (taken.has(desk)) desk += 1;
  return desk;
}
