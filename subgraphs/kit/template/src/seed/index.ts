import {
  countFor,
  seedWorld,
  syntheticId,
  writeRows,
  type SeedContext,
  type SeedRow,
  type SeedWorld,
} from '@modellregion/subgraph-kit';

/** Tables of the seed in the order of their foreign keys. */
const TABLES = ['data_source', 'place'] as const;
type Placed = readonly [table: (typeof TABLES)[number], row: SeedRow];

const SOURCE_ID = 'synthetic-newcomer';
const KINDS = ['Bücherei', 'Bürgerhaus', 'Sporthalle', 'Wochenmarkt'];

/** What the seed of newcomer needs. */
export interface NewcomerSeed extends Pick<SeedContext, 'client' | 'profile'> {
  /** The day of the seed. */
  readonly now: Date;
}

/**
 * Writes made-up places. Profile and day decide every value: the same two give the same rows on every machine.
 * Addresses are those of the kit's synthetic region, so that they join with what other towns say.
 */
export async function seedNewcomer({ client, profile, now }: NewcomerSeed): Promise<void> {
  await writeRows(client, TABLES, rowsOf(seedWorld({ profile, now })));
}

function* rowsOf(world: SeedWorld): Generator<Placed> {
  yield ['data_source', dataSource(world.today)];
  let n = 0;
  for (const town of world.towns) {
    const random = world.region.random(`newcomer/${town.ags}`);
    const count = countFor(world, town, { small: 2, perInhabitants: 10_000, least: 2 });
    for (let i = 0; i < count; i += 1) {
      n += 1;
      const address = random.pick(world.region.addresses(town.ags));
      const name = `${random.pick(KINDS)} ${address.street}`;
      const id = syntheticId('newcomer-place', n);
      yield ['place', { id, name, ags: town.ags, address_id: address.id, source_id: SOURCE_ID }];
    }
  }
}

function dataSource(today: string): SeedRow {
  return {
    id: SOURCE_ID,
    title: 'Synthetic places of the model region',
    publisher: 'Modellregion',
    licence: 'EUPL-1.2',
    attribution: 'Made-up data: places that do not exist.',
    url: null,
    retrieved_on: today,
    provenance: 'SYNTHETIC',
  };
}
