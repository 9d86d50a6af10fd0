import { syntheticId, type SeededRandom, type SyntheticAddress } from '@modellregion/subgraph-kit';
import type { DisruptionKind } from '../generated/graphql.js';
import { greatCircleMetres } from '../great-circle.js';
import type { Row } from './insert.js';
import type { SeedStop } from './stops.js';
import { countFor, SYNTHETIC_SOURCE_ID, type World } from './world.js';

const AFFECTED_STOPS_M = 400;

const TITLES: Readonly<Record<DisruptionKind, (street: string) => string>> = {
  ROAD_WORKS: (street) => `Bauarbeiten: ${street} halbseitig gesperrt`,
  CLOSURE: (street) => `${street} voll gesperrt`,
  EVENT: (street) => `Straßenfest: ${street} gesperrt`,
  WEATHER: (street) => `Sturmschaden: ${street} nicht befahrbar`,
  STRIKE: () => 'Warnstreik im Busverkehr',
  DIVERSION: (street) => `Umleitung der Busse um ${street}`,
};

/** Days before or after the day of the seed at which kinds begin, and how many days they last. */
const TIMES: Readonly<
  Record<
    DisruptionKind,
    { readonly begins: readonly [number, number]; readonly days: readonly [number, number] }
  >
> = {
  ROAD_WORKS: { begins: [-40, 20], days: [20, 120] },
  CLOSURE: { begins: [-10, 10], days: [2, 30] },
  EVENT: { begins: [1, 40], days: [1, 3] },
  WEATHER: { begins: [-1, 0], days: [2, 3] },
  STRIKE: { begins: [2, 6], days: [1, 1] },
  DIVERSION: { begins: [-20, 10], days: [5, 60] },
};

/** The rows of the disruptions. */
export interface Disruptions {
  readonly disruptions: readonly Row[];
  readonly stops: readonly Row[];
  readonly addresses: readonly Row[];
}

/** Disruptions that run on the day of the seed or begin soon after; the first of each town runs. */
export function makeDisruptions(world: World, stops: readonly SeedStop[]): Disruptions {
  const rows = { disruptions: [] as Row[], stops: [] as Row[], addresses: [] as Row[] };
  for (const town of world.towns) {
    const random = world.region.random(`mobility/disruptions/${town.ags}`);
    const addresses = world.region.addresses(town.ags);
    const count = countFor(world, town, { small: 2, perInhabitants: 25_000, least: 2 });
    for (let i = 0; i < count; i += 1) {
      const number = rows.disruptions.length + 1;
      const id = syntheticId('disruption', number);
      const at = random.pick(addresses);
      const kind = i === 0 ? 'ROAD_WORKS' : kindOf(random);
      rows.disruptions.push({ id, ...facts(world, { kind, at, number, runs: i === 0 }, random) });
      rows.stops.push(...near(at, stops).map((stop) => ({ disruption_id: id, stop_id: stop.id })));
      const houses = kind === 'STRIKE' ? [] : addresses.filter((it) => it.streetKey === at.streetKey);
      rows.addresses.push(...houses.map((house) => ({ disruption_id: id, address_id: house.id })));
    }
  }
  return rows;
}

function kindOf(random: SeededRandom): DisruptionKind {
  return random.weighted([
    ['ROAD_WORKS', 8],
    ['CLOSURE', 4],
    ['EVENT', 4],
    ['DIVERSION', 4],
    ['WEATHER', 1],
    ['STRIKE', 1],
  ]);
}

function near(at: SyntheticAddress, stops: readonly SeedStop[]): readonly SeedStop[] {
  return stops.filter((stop) => stop.ags === at.ags && greatCircleMetres(at, stop) <= AFFECTED_STOPS_M);
}

function facts(
  world: World,
  { kind, at, number, runs }: { kind: DisruptionKind; at: SyntheticAddress; number: number; runs: boolean },
  random: SeededRandom,
): Row {
  const { begins, days } = TIMES[kind];
  const begin = runs ? random.int(-15, -1) : random.int(...begins);
  const permitted = kind === 'ROAD_WORKS' || kind === 'EVENT' || kind === 'CLOSURE';
  return {
    kind,
    title: TITLES[kind](at.street),
    starts_at: new Date(world.midnight(begin).getTime() + 6 * 3_600_000),
    ends_at: random.chance(0.1)
      ? null
      : new Date(world.midnight(begin + random.int(...days)).getTime() + 18 * 3_600_000),
    lat: kind === 'STRIKE' ? null : at.lat,
    lon: kind === 'STRIKE' ? null : at.lon,
    ags: at.ags,
    permit_id: permitted ? syntheticId('permit', number) : null,
    source_id: SYNTHETIC_SOURCE_ID,
  };
}
