import { syntheticId, type SeedRow } from '@modellregion/subgraph-kit';
import type { SeedPoint } from './points.js';
import { SOURCE_ID, type World } from './world.js';

const NAMES = ['Rundweg', 'Wiesenweg', 'Mühlenroute', 'Höhenweg', 'Kapellenweg'];

/** One trail in each town, from one of its sights to the next town's. */
export function* trailRows(world: World, points: readonly SeedPoint[]): Generator<SeedRow> {
  const random = world.region.random('tourism/trails');
  for (const [index, town] of world.towns.entries()) {
    const own = points.filter(({ ags }) => ags === town.ags);
    const next = world.towns[(index + 1) % world.towns.length] ?? town;
    const cycling = random.chance(0.4);
    yield {
      id: syntheticId('trail', index + 1),
      name: cycling ? `${town.name}–${next.name}` : `${random.pick(NAMES)} ${town.name}`,
      kind: cycling ? 'CYCLING' : 'HIKING',
      length_m: cycling ? random.int(120, 450) * 100 : random.int(30, 180) * 100,
      ags: town.ags,
      start_id: own[0]?.id ?? null,
      end_id: (cycling ? points.find(({ ags }) => ags === next.ags) : own[1])?.id ?? null,
      source_id: SOURCE_ID,
    };
  }
}
