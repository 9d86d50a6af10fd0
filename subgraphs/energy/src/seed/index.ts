import { seedWorld, writeRows, type SeedContext } from '@modellregion/subgraph-kit';
import { BuildingWriter, buildingRows } from './buildings.js';
import { businessRows, chargingRows } from './customers.js';
import { LocationWriter } from './locations.js';
import { gridAreaRows, heatedStreetsOf, heatNetworkRows, solarPotentialRows } from './networks.js';
import { outageRows, OutageWriter } from './outages.js';
import { householdsByTown, residentRows, solarByApplicant } from './residents.js';
import { tariffRows } from './tariffs.js';
import { townUnits, UnitWriter } from './units.js';
import { writeValues } from './values.js';
import { SYNTHETIC_SOURCE_ID, TABLES, type Placed, type World } from './world.js';

/** What the seed of energy needs. */
export interface EnergySeed {
  readonly client: SeedContext['client'];
  readonly profile: SeedContext['profile'];
  readonly log: Pick<SeedContext['log'], 'info'>;
  /** The day of the seed: values and outages are placed around it. */
  readonly now: Date;
}

/**
 * Writes the synthetic energy of the region. Profile and day (Europe/Berlin) decide every value: the same two give
 * the same rows on every machine, the same profile on another day the same but for what is dated.
 *
 * Rows are drawn one after another and written as they come; metered values are drawn in the database.
 */
export async function seedEnergy({ client, profile, log, now }: EnergySeed): Promise<void> {
  const started = performance.now();
  const world = seedWorld({ profile, now });
  const counts = await writeRows(client, TABLES, energyRows(world));
  const written = performance.now();
  const values = await writeValues(client, world, counts);
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  log.info(
    {
      profile,
      rows,
      ...values,
      ms: Math.round(written - started),
      valuesMs: Math.round(performance.now() - written),
    },
    'seeded',
  );
}

/** All rows but metered values, each after those it refers to; never more in memory than one town has. */
export function* energyRows(world: World): Generator<Placed> {
  const locations = new LocationWriter(world);
  const units = new UnitWriter(world);
  const outages = new OutageWriter();
  const buildings = new BuildingWriter();
  const solar = solarByApplicant(world);
  yield ['data_source', dataSource(world.today)];
  yield* tariffRows();
  yield* gridAreaRows(world);
  for (const [town, heads] of householdsByTown(world)) {
    const heatedStreets = heatedStreetsOf(world, town);
    const random = world.region.random(`energy/residents/${town.ags}`);
    const buildingIds: string[] = [];
    let solarOfResidents = 0;
    const onSolar = (watts: number): void => void (solarOfResidents += watts);
    yield* heatNetworkRows(world, town, world.towns.indexOf(town) + 1);
    yield* solarPotentialRows(world, town);
    yield* residentRows(town, heads, { locations, units, solar, heatedStreets, random, onSolar });
    for (const placed of buildingRows(world, town, { writer: buildings, heatedStreets })) {
      if (placed[0] === 'public_building') buildingIds.push(String(placed[1]['id']));
      yield placed;
    }
    yield* townUnits(town, { world, writer: units, solarOfResidents, buildings: buildingIds });
    yield* outageRows(world, town, outages);
  }
  yield* businessRows(world, locations);
  yield* chargingRows(world, locations);
}

function dataSource(today: string): Placed[1] {
  return {
    id: SYNTHETIC_SOURCE_ID,
    title: 'Synthetic energy of the model region',
    publisher: 'Modellregion',
    licence: 'EUPL-1.2',
    attribution:
      'Made-up data: meters, units, buildings and outages that do not exist. Sums of installed power follow figures ' +
      'of the Marktstammdatenregister 2024 (Bundesnetzagentur, dl-de/by-2-0) where they were published.',
    url: null,
    retrieved_on: today,
    provenance: 'SYNTHETIC',
  };
}
