import {
  countFor,
  PUBLISHED_STOPS,
  syntheticId,
  type RegionMunicipality,
  type SeededRandom,
} from '@modellregion/subgraph-kit';
import type { Accessibility, TransportMode } from '../generated/graphql.js';
import type { Point } from '../repositories/records.js';
import { offset, within } from './place.js';
import { hasStation, MAIN_STATIONS } from './stations.js';
import { reachOf, type World } from './world.js';

/** A stop as a timetable is made up over it. */
export interface SeedStop extends Point {
  readonly id: string;
  readonly name: string;
  readonly ags: string;
  readonly stepFree: Accessibility;
  /** Where trains stop, where most lines of the town meet, or neither. */
  readonly role: 'STATION' | 'CENTRE' | 'OTHER';
  /** Of a published stop; those of a made-up one follow from its lines. */
  readonly modes?: readonly TransportMode[];
}

const LANDMARKS = [
  'Schulzentrum',
  'Friedhof',
  'Sportplatz',
  'Gewerbegebiet',
  'Feuerwehr',
  'Freibad',
  'Krankenhaus',
] as const;

/** Stops of all towns: at the town hall, at the station, along the streets of the synthetic addresses, farther out. */
export function makeStops(world: World): readonly SeedStop[] {
  let n = 0;
  const nextId = (): string => syntheticId('stop', (n += 1)).replace('stop-', 'synthetic:');
  return world.towns.flatMap((town) => stopsOf(world, town, nextId));
}

function stopsOf(world: World, town: RegionMunicipality, nextId: () => string): readonly SeedStop[] {
  const random = world.region.random(`mobility/stops/${town.ags}`);
  const count = countFor(world, town, { small: 4, perInhabitants: 1_050, least: 10 });
  const addresses = world.region.addresses(town.ags);
  const stops: SeedStop[] = [];
  const add = (name: string, place: Point, role: SeedStop['role'], id = nextId()): void => {
    stops.push({
      id,
      name,
      lat: place.lat,
      lon: place.lon,
      ags: town.ags,
      role,
      stepFree: stepFree(role, random),
    });
  };

  add(`Rathaus, ${town.name}`, offset(addresses[0] ?? town, 60, -45), 'CENTRE');
  const known = PUBLISHED_STOPS.filter((it) => it.ags === town.ags);
  for (const { name, place, id } of known) add(name, place, hasStation(town.name) ? 'STATION' : 'OTHER', id);
  // Those of Salzkotten and Gütersloh are their stations; Bielefeld's is in Brackwede, its main station is another.
  const stationKnown = known.some(({ name }) => name.startsWith(town.name));
  if (hasStation(town.name) && !stationKnown) {
    const name = `${town.name} ${MAIN_STATIONS.has(town.name) ? 'Hbf' : 'Bf'}`;
    add(name, within(town, 900, random), 'STATION');
  }
  const streets = [...new Map(addresses.map((it) => [it.street, it])).values()].slice(1);
  for (const [index, { street }] of streets.entries()) {
    if (stops.length >= count) break;
    const house = addresses.filter((it) => it.street === street)[4] ?? streets[index] ?? town;
    add(`${street}, ${town.name}`, within(house, 90, random), 'OTHER');
  }
  for (let i = 0; stops.length < count; i += 1)
    add(outerName(town, i), within(town, reachOf(town), random), 'OTHER');
  return stops;
}

/** Outside the streets of the addresses stops are named after what stands there; numbers keep them apart. */
function outerName(town: RegionMunicipality, index: number): string {
  const landmark = LANDMARKS[index % LANDMARKS.length] ?? 'Ortsmitte';
  const round = Math.floor(index / LANDMARKS.length) + 1;
  return `${landmark}${round === 1 ? '' : ` ${round}`}, ${town.name}`;
}

function stepFree(role: SeedStop['role'], random: SeededRandom): Accessibility {
  if (role === 'STATION')
    return random.weighted([
      ['YES', 6],
      ['PARTIAL', 3],
      ['NO', 1],
    ]);
  if (role === 'CENTRE')
    return random.weighted([
      ['YES', 8],
      ['PARTIAL', 2],
    ]);
  return random.weighted([
    ['YES', 42],
    ['PARTIAL', 18],
    ['NO', 15],
    ['UNKNOWN', 25],
  ]);
}
