import { seedWorld, writeRows, type SeedContext } from '@modellregion/subgraph-kit';
import { eventRows } from './events.js';
import { hotelRows, overnightRows } from './guests.js';
import { pointRows, type SeedPoint } from './points.js';
import { trailRows } from './trails.js';
import { SOURCE_ID, TABLES, type Placed, type World } from './world.js';

/** What the seed of tourism needs. */
export interface TourismSeed extends Pick<SeedContext, 'client' | 'profile'> {
  /** The day of the seed: events are placed around it. */
  readonly now: Date;
}

/**
 * Writes made-up sights, events and trails. Profile and day decide every value: the same two give the same rows on every
 * machine. Addresses, businesses, stops and permits are those of the kit's synthetic region, so that they join with
 * what other towns say.
 */
export async function seedTourism({ client, profile, now }: TourismSeed): Promise<void> {
  await writeRows(client, TABLES, rowsOf(seedWorld({ profile, now })));
}

function* rowsOf(world: World): Generator<Placed> {
  yield ['data_source', dataSource(world.today)];
  const points: SeedPoint[] = [];
  for (const point of pointRows(world)) {
    points.push(point);
    yield ['point_of_interest', { ...point }];
  }
  for (const row of eventRows(world, points)) yield ['cultural_event', row];
  for (const row of trailRows(world, points)) yield ['trail', row];
  for (const row of overnightRows(world)) yield ['overnight_stays', row];
  for (const row of hotelRows(world)) yield ['hotel', row];
}

function dataSource(today: string): Placed[1] {
  return {
    id: SOURCE_ID,
    title: 'Synthetic tourism of the model region',
    publisher: 'Modellregion',
    licence: 'EUPL-1.2',
    attribution: 'Made-up data: sights, events and trails that do not exist.',
    url: null,
    retrieved_on: today,
    provenance: 'SYNTHETIC',
  };
}
