import {
  syntheticBusinessCount,
  syntheticId,
  SYNTHETIC_OPERATORS,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import type { World } from './world.js';

const YEARS = 3;
/** One of so many businesses is a hotel with stars. */
const PER_HOTEL = 20;

/** Nights of the last three years that are over. */
export function* overnightRows(world: World): Generator<SeedRow> {
  const random = world.region.random('tourism/nights');
  const thisYear = Number(world.today.slice(0, 4));
  for (const { ags, estimatedPopulation } of world.towns) {
    // Two nights an inhabitant is about what the region has; spas and cathedral towns have more.
    const usual = estimatedPopulation * (0.5 + 3 * random.next());
    for (let year = thisYear - YEARS; year < thisYear; year += 1) {
      yield { ags, year, nights: Math.round(usual * (0.9 + 0.2 * random.next())) };
    }
  }
}

/** Stars of some businesses; those that other subgraphs name by number are no hotels. */
export function* hotelRows(world: World): Generator<SeedRow> {
  const random = world.region.random('tourism/hotels');
  for (let n = SYNTHETIC_OPERATORS + 1; n <= syntheticBusinessCount(world.profile); n += 1) {
    if (n % PER_HOTEL !== 0) continue;
    yield { business_id: syntheticId('business', n), stars: random.int(2, 5) };
  }
}
