import {
  countFor,
  PUBLISHED_STOPS,
  syntheticId,
  type RegionMunicipality,
  type SeededRandom,
} from '@modellregion/subgraph-kit';
import type { PointOfInterestCategory } from '../generated/graphql.js';
import { SOURCE_ID, type World } from './world.js';

/** A row of point_of_interest. */
export interface SeedPoint {
  readonly id: string;
  readonly name: string;
  readonly category: PointOfInterestCategory;
  readonly lat: number;
  readonly lon: number;
  readonly ags: string;
  readonly address_id: string;
  readonly wheelchair_accessible: boolean | null;
  readonly opening_hours: string | null;
  readonly operator_id: string | null;
  readonly nearest_stop_id: string | null;
  readonly nearest_stop_metres: number | null;
  readonly source_id: string;
}

/** What stands in most towns, the square always first: markets and festivals need one. */
const KINDS: readonly (readonly [category: PointOfInterestCategory, name: string, hours: string | null])[] = [
  ['SQUARE', 'Marktplatz', null],
  ['MUSEUM', 'Heimatmuseum', 'Tu-Su 10:00-17:00'],
  ['PARK', 'Stadtpark', null],
  ['STAGE', 'Stadthalle', 'Mo-Fr 09:00-17:00'],
  ['CASTLE', 'Wasserschloss', 'We-Su 11:00-18:00'],
  ['BATH', 'Hallenbad', 'Mo-Su 07:00-21:00'],
  ['VIEWPOINT', 'Aussichtsturm', null],
];

/** Utilities of the towns, which run baths and halls: businesses 1 to 7 of the synthetic region. */
const UTILITIES = 7;

/** Sights of all towns, each at an address of the synthetic region. */
export function* pointRows(world: World): Generator<SeedPoint> {
  let n = 0;
  for (const town of world.towns) {
    const random = world.region.random(`tourism/points/${town.ags}`);
    const count = countFor(world, town, { small: 3, perInhabitants: 4_000, least: 4 });
    for (let i = 0; i < count; i += 1) {
      n += 1;
      yield pointOf(world, town, { n, i, random });
    }
  }
}

function pointOf(
  world: World,
  town: RegionMunicipality,
  { n, i, random }: { readonly n: number; readonly i: number; readonly random: SeededRandom },
): SeedPoint {
  const [category, name, hours] = KINDS[i % KINDS.length] ?? (['PARK', 'Park', null] as const);
  const addresses = world.region.addresses(town.ags);
  // The first address is the town hall's; the square is there.
  const address = i === 0 ? addresses[0] : random.pick(addresses);
  const round = Math.floor(i / KINDS.length) + 1;
  const stop = PUBLISHED_STOPS.find(({ ags }) => ags === town.ags);
  const run = category === 'BATH' || category === 'STAGE';
  return {
    id: syntheticId('poi', n),
    name: `${name} ${round === 1 ? town.name : (address?.street ?? town.name)}`,
    category,
    lat: address?.lat ?? town.lat,
    lon: address?.lon ?? town.lon,
    ags: town.ags,
    address_id: address?.id ?? '',
    wheelchair_accessible: random.weighted([
      [true, 5],
      [false, 2],
      [null, 3],
    ]),
    opening_hours: hours,
    operator_id: run ? syntheticId('business', random.int(1, UTILITIES)) : null,
    nearest_stop_id: stop?.id ?? null,
    nearest_stop_metres: stop === undefined ? null : random.int(60, 900),
    source_id: SOURCE_ID,
  };
}
