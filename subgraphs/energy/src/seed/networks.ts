import { districts, syntheticId, type RegionMunicipality } from '@modellregion/subgraph-kit';
import { SYNTHETIC_SOURCE_ID, type Placed, type World } from './world.js';

/** Towns of this size have a heat network, and these besides. */
const HEATED_FROM = 45_000;
const HEATED_TOO = ['05774020', '05774016', '05762028'];
const STREETS = { small: 2, demo: 8, large: 100 } as const;

/** Who runs the grid is made up: a real name beside made-up data would be a false statement. */
export function* gridAreaRows({ towns }: World): Generator<Placed> {
  const names = new Map(districts().map(({ key, name }) => [key, name.replace('Kreis ', '')]));
  for (const { ags, districtKey } of towns) {
    yield ['grid_area', { ags, operator_name: `Beispielnetz ${names.get(districtKey) ?? ''}` }];
  }
}

/** Streets of a town through which its heat network runs, by key; none where there is no network. */
export function heatedStreetsOf({ profile, region }: World, town: RegionMunicipality): ReadonlySet<string> {
  if (town.estimatedPopulation < HEATED_FROM && !HEATED_TOO.includes(town.ags)) return new Set();
  const streets = [...new Set(region.addresses(town.ags).map(({ streetKey }) => streetKey))];
  return new Set(streets.slice(0, STREETS[profile]));
}

/** The heat network of a town with its streets, if it has one. */
export function* heatNetworkRows(world: World, town: RegionMunicipality, n: number): Generator<Placed> {
  const streets = heatedStreetsOf(world, town);
  if (streets.size === 0) return;
  const random = world.region.random(`energy/heat/${town.ags}`);
  const id = syntheticId('heat-network', n);
  yield [
    'heat_network',
    {
      id,
      name: `Wärmenetz ${town.name}`,
      operator_id: syntheticId('business', random.int(13, 15)),
      renewable_share: random.int(15, 95) / 100,
      ags: town.ags,
      source_id: SYNTHETIC_SOURCE_ID,
    },
  ];
  for (const street_key of streets) {
    yield ['heat_network_street', { ags: town.ags, street_key, network_id: id }];
  }
}

/** What each roof could carry; one in twelve stands in the shade or is listed, so that nobody has looked. */
export function* solarPotentialRows({ region }: World, town: RegionMunicipality): Generator<Placed> {
  const random = region.random(`energy/roofs/${town.ags}`);
  for (const { id } of region.addresses(town.ags)) {
    const kwp = random.int(35, 280) / 10;
    if (!random.chance(1 / 12)) yield ['solar_potential', { address_id: id, kwp }];
  }
}
