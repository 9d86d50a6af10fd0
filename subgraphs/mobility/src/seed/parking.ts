import {
  countFor,
  syntheticId,
  type RegionMunicipality,
  type SeededRandom,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import type { ParkingKind } from '../generated/graphql.js';
import { within } from './place.js';
import type { SeedStop } from './stops.js';
import { SYNTHETIC_SOURCE_ID, type World } from './world.js';

/** A town of this size counts the free spaces of its car parks and reserves streets for residents. */
const CITY = 45_000;
const ZONES = ['A', 'B', 'C', 'D'] as const;
const STREETS_PER_ZONE = 2;

const NAMES: Readonly<Record<ParkingKind, readonly string[]>> = {
  SURFACE_LOT: [
    'Marktplatz',
    'Schützenplatz',
    'Freibad',
    'Stadthalle',
    'Schulzentrum',
    'Friedhof',
    'Stadion',
  ],
  MULTI_STOREY: ['Zentrum', 'Galerie', 'Krankenhaus', 'Kaufhaus', 'Theater', 'Nordring'],
  UNDERGROUND: ['Rathaus', 'Dom', 'Altstadt', 'Markthalle'],
  ON_STREET: ['Innenstadt', 'Wallstraßen'],
  PARK_AND_RIDE: ['Bahnhof'],
};

/** Car parks: one at the station where there is one, buildings in cities, open ground elsewhere. */
export function makeParking(
  world: World,
  stops: readonly SeedStop[],
): readonly (SeedRow & { readonly ags: string })[] {
  let n = 0;
  return world.towns.flatMap((town) => {
    const random = world.region.random(`mobility/parking/${town.ags}`);
    const count = countFor(world, town, { small: 2, perInhabitants: 11_000, least: 3 });
    const station = stops.find((stop) => stop.ags === town.ags && stop.role === 'STATION');
    return Array.from({ length: count }, (_, index) => {
      const kind = kindOf(town, index, station !== undefined, random);
      const place =
        kind === 'PARK_AND_RIDE' && station !== undefined
          ? within(station, 120, random)
          : within(town, 1_200, random);
      n += 1;
      return {
        id: syntheticId('parking', n),
        name: nameOf(kind, index),
        kind,
        ...place,
        ...facts(world, town, kind, random),
      };
    });
  });
}

function kindOf(
  town: RegionMunicipality,
  index: number,
  station: boolean,
  random: SeededRandom,
): ParkingKind {
  if (index === 0 && station) return 'PARK_AND_RIDE';
  if (town.estimatedPopulation < CITY)
    return random.weighted([
      ['SURFACE_LOT', 8],
      ['ON_STREET', 2],
    ]);
  return random.weighted([
    ['SURFACE_LOT', 4],
    ['MULTI_STOREY', 4],
    ['UNDERGROUND', 2],
    ['ON_STREET', 1],
  ]);
}

function nameOf(kind: ParkingKind, index: number): string {
  const names = NAMES[kind];
  const round = Math.floor(index / names.length);
  const name = `${names[index % names.length] ?? 'Zentrum'}${round === 0 ? '' : ` ${round + 1}`}`;
  if (kind === 'PARK_AND_RIDE') return `P+R ${name}`;
  if (kind === 'MULTI_STOREY') return `Parkhaus ${name}`;
  return kind === 'UNDERGROUND' ? `Tiefgarage ${name}` : `Parkplatz ${name}`;
}

function facts(world: World, town: RegionMunicipality, kind: ParkingKind, random: SeededRandom) {
  const building = kind === 'MULTI_STOREY' || kind === 'UNDERGROUND';
  const capacity = building ? random.int(12, 80) * 10 : random.int(15, 180);
  const counted = building && town.estimatedPopulation >= CITY;
  return {
    ags: town.ags,
    capacity: kind === 'ON_STREET' ? null : capacity,
    free: counted ? Math.floor(capacity * random.next()) : null,
    observed_at: counted ? new Date(world.midnight(0).getTime() - 5 * 60_000) : null,
    max_height_m: building ? random.pick([1.9, 2, 2.1]) : null,
    disabled_spaces: Math.max(1, Math.round(capacity * 0.02)),
    has_charging: random.chance(building ? 0.6 : 0.2),
    park_and_ride: kind === 'PARK_AND_RIDE',
    operator_id: building ? syntheticId('business', random.int(11, 16)) : null,
    source_id: SYNTHETIC_SOURCE_ID,
  };
}

/** Residents' parking zones in the first streets of the larger towns. */
export function makeParkingZones({ region, towns }: World): {
  readonly zones: readonly SeedRow[];
  readonly sections: readonly SeedRow[];
} {
  const rows = { zones: [] as SeedRow[], sections: [] as SeedRow[] };
  for (const { ags, estimatedPopulation } of towns) {
    if (estimatedPopulation < CITY) continue;
    const streets = [...new Set(region.addresses(ags).map((it) => it.streetKey))].slice(1);
    for (const [index, letter] of ZONES.entries()) {
      const zone = {
        id: syntheticId('parking-zone', rows.zones.length + 1),
        ags,
        name: `Bewohnerparkzone ${letter}`,
      };
      const own = streets.slice(index * STREETS_PER_ZONE, (index + 1) * STREETS_PER_ZONE);
      if (own.length === 0) break;
      rows.zones.push(zone);
      for (const street_key of own) {
        const id = syntheticId('parking-zone-section', rows.sections.length + 1);
        rows.sections.push({
          id,
          zone_id: zone.id,
          ags,
          street_key,
          from_house_number: 1,
          to_house_number: 9_999,
        });
      }
    }
  }
  return rows;
}
