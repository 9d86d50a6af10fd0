import {
  syntheticBusinessCount,
  syntheticId,
  syntheticRoadOccupations,
  type SeededRandom,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import type { SeedPoint } from './points.js';
import { SOURCE_ID, type World } from './world.js';

const HOUR_MS = 3_600_000;

/** What happens on a street, and what a street is closed for. */
const FESTIVALS = ['Stadtfest', 'Schützenfest', 'Kirmes', 'Weinmarkt', 'Stadtlauf'];
const OTHERS = ['Konzert', 'Lesung', 'Theaterabend', 'Wochenmarkt', 'Kunstausstellung', 'Führung'];

/**
 * Events around the day of the seed. Festivals are those streets are closed for, at the permit's own time, so that
 * the permit of the trade office and the disruption of traffic tell of the same day; the others are drawn.
 */
export function* eventRows(world: World, points: readonly SeedPoint[]): Generator<SeedRow> {
  const random = world.region.random('tourism/events');
  let n = 0;
  const nextId = (): string => syntheticId('cultural-event', (n += 1));
  const squares = new Map(points.filter(({ category }) => category === 'SQUARE').map((it) => [it.ags, it]));
  for (const { kind, ags, permitId, begins, ends } of syntheticRoadOccupations(world.region)) {
    const venue = squares.get(ags);
    if (kind !== 'EVENT' || venue === undefined) continue;
    const days = (ends ?? begins + 1) - begins;
    const title = `${random.pick(FESTIVALS)} ${townOf(venue)}`;
    yield row(world, random, {
      id: nextId(),
      title,
      venue,
      day: begins,
      hours: [10, days * 24 + 12],
      permitId,
    });
  }
  for (const venue of points) {
    const count = venue.category === 'SQUARE' || venue.category === 'STAGE' ? 2 : random.int(0, 1);
    for (let i = 0; i < count; i += 1) {
      const title = `${random.pick(OTHERS)} im ${venue.name}`;
      const hours = [random.int(10, 20), random.int(1, 4)] as const;
      yield row(world, random, {
        id: nextId(),
        title,
        venue,
        day: random.int(-5, 60),
        hours,
        permitId: null,
      });
    }
  }
}

interface Planned {
  readonly id: string;
  readonly title: string;
  readonly venue: SeedPoint;
  /** Days from the day of the seed. */
  readonly day: number;
  readonly hours: readonly [begin: number, length: number];
  readonly permitId: string | null;
}

function row(world: World, random: SeededRandom, planned: Planned): SeedRow {
  const { id, title, venue, day, hours, permitId } = planned;
  const [begin, length] = hours;
  const startsAt = new Date(world.midnight(day).getTime() + begin * HOUR_MS);
  const businesses = syntheticBusinessCount(world.profile);
  const festival = permitId !== null;
  return {
    id,
    title,
    starts_at: startsAt,
    ends_at: !festival && random.chance(0.1) ? null : new Date(startsAt.getTime() + length * HOUR_MS),
    venue_id: venue.id,
    ags: venue.ags,
    organiser_id: festival || random.chance(0.6) ? syntheticId('business', random.int(1, businesses)) : null,
    permit_id: permitId,
    expected_visitors: festival
      ? random.int(5, 400) * 100
      : random.chance(0.5)
        ? random.int(2, 60) * 10
        : null,
    price_from_cents: festival || random.chance(0.4) ? null : random.int(2, 30) * 100,
    source_id: SOURCE_ID,
  };
}

function townOf({ name }: SeedPoint): string {
  return name.replace(/^\S+ /, '');
}
