import {
  countFor,
  syntheticId,
  type RegionMunicipality,
  type SeededRandom,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import type { EnergyMedium, OutageKind } from '../generated/graphql.js';
import { SYNTHETIC_SOURCE_ID, type Placed, type World } from './world.js';

const HOUR_MS = 3_600_000;

const MEDIA: readonly (readonly [EnergyMedium, number])[] = [
  ['ELECTRICITY', 6],
  ['WATER', 2],
  ['GAS', 1],
  ['DISTRICT_HEAT', 1],
];

/** Numbers outages one after another. */
export class OutageWriter {
  private count = 0;

  nextId(): string {
    this.count += 1;
    return syntheticId('outage', this.count);
  }
}

/**
 * Outages around the day of the seed. The first of each town is announced work that began days ago and goes on for
 * weeks, so that there is something to look at; the second is a fault of today of which nobody knows the end in half
 * of the towns. The others are over, or announced.
 */
export function* outageRows(world: World, town: RegionMunicipality, writer: OutageWriter): Generator<Placed> {
  const random = world.region.random(`energy/outages/${town.ags}`);
  const addresses = world.region.addresses(town.ags);
  const count = countFor(world, town, { small: 3, perInhabitants: 15_000, least: 4 });
  for (let i = 0; i < count; i += 1) {
    const id = writer.nextId();
    const { streetKey } = random.pick(addresses);
    const houses = addresses.filter((it) => it.streetKey === streetKey);
    const medium = random.weighted(MEDIA);
    yield [
      'outage',
      {
        id,
        medium,
        ...timesOf(i, world, random),
        ags: town.ags,
        affected_customers: random.chance(0.8) ? houses.length * random.int(1, 4) : null,
        source_id: SYNTHETIC_SOURCE_ID,
      },
    ];
    for (const house of houses) yield ['outage_address', { outage_id: id, address_id: house.id }];
  }
}

function timesOf(i: number, { midnight }: World, random: SeededRandom): SeedRow {
  const at = (days: number, hour: number): Date => new Date(midnight(days).getTime() + hour * HOUR_MS);
  const row = (kind: OutageKind, starts_at: Date, expected_end: Date | null): SeedRow => ({
    kind,
    starts_at,
    expected_end,
  });
  if (i === 0) return row('PLANNED', at(-random.int(1, 6), 7), at(random.int(20, 45), 16));
  if (i === 1) return row('UNPLANNED', at(0, 0), random.chance(0.5) ? null : at(1, random.int(1, 12)));
  if (random.chance(0.4)) {
    const day = random.int(2, 30);
    return row('PLANNED', at(day, 8), at(day, random.int(10, 16)));
  }
  const day = -random.int(2, 300);
  return row('UNPLANNED', at(day, random.int(0, 20)), at(day, random.int(21, 30)));
}
