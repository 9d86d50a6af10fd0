import { seedWorld, writeRows, type SeedContext, type SeedRow } from '@modellregion/subgraph-kit';
import { makeCharging } from './charging.js';
import { makeDisruptions } from './disruptions.js';
import { insertExceptions } from './exceptions.js';
import { makeLines, type SeedLine } from './lines.js';
import { makeParking, makeParkingZones } from './parking.js';
import { makeQuays } from './quays.js';
import { makeShared } from './shared.js';
import { modesOf } from './modes.js';
import { makeStops, type SeedStop } from './stops.js';
import { makeTimetable } from './timetable.js';
import { vehicleRows } from './vehicles.js';
import { SYNTHETIC_SOURCE_ID, type World } from './world.js';

/** What the seed of mobility needs. */
export interface MobilitySeed {
  readonly client: SeedContext['client'];
  readonly profile: SeedContext['profile'];
  /** The day of the seed: disruptions, delays and reports are placed around it. */
  readonly now: Date;
}

/** In the order of their foreign keys. */
const TABLES = [
  'data_source',
  'stop',
  'quay',
  'transit_line',
  'line_pattern',
  'pattern_stop',
  'trip',
  'parking_facility',
  'parking_zone',
  'parking_zone_section',
  'charging_station',
  'charge_point',
  'shared_system',
  'shared_system_area',
  'shared_vehicle',
  'disruption',
  'disruption_stop',
  'disruption_address',
  'vehicle_registration',
] as const;

type Table = (typeof TABLES)[number];

/**
 * Writes the synthetic mobility of the region. Profile and day (Europe/Berlin) decide every value: the same two
 * give the same rows on every machine, the same profile on another day the same but for what is dated.
 */
export async function seedMobility({ client, profile, now }: MobilitySeed): Promise<void> {
  const world = seedWorld({ profile, now });
  await writeRows(client, TABLES, rowsOf(world));
  await insertExceptions(client, world);
}

/** What depends on the number of towns is drawn table by table, what depends on that of residents row by row. */
function* rowsOf(world: World): Generator<readonly [Table, SeedRow]> {
  const stops = makeStops(world);
  const lines = makeLines(world, stops);
  const timetable = makeTimetable(world, lines);
  const zones = makeParkingZones(world);
  const charging = makeCharging(world);
  const shared = makeShared(world);
  const disruptions = makeDisruptions(world, stops);
  const tables: readonly (readonly [Table, Iterable<SeedRow>])[] = [
    ['data_source', [dataSource(world.today)]],
    ['stop', stopRows(stops, lines)],
    ['quay', makeQuays(world, stops)],
    ['transit_line', timetable.lines],
    ['line_pattern', timetable.patterns],
    ['pattern_stop', timetable.patternStops],
    ['trip', timetable.trips],
    ['parking_facility', makeParking(world, stops)],
    ['parking_zone', zones.zones],
    ['parking_zone_section', zones.sections],
    ['charging_station', charging.stations],
    ['charge_point', charging.points],
    ['shared_system', shared.systems],
    ['shared_system_area', shared.areas],
    ['shared_vehicle', shared.vehicles],
    ['disruption', disruptions.disruptions],
    ['disruption_stop', disruptions.stops],
    ['disruption_address', disruptions.addresses],
    ['vehicle_registration', vehicleRows(world)],
  ];
  for (const [table, rows] of tables) for (const row of rows) yield [table, row];
}

function stopRows(stops: readonly SeedStop[], lines: readonly SeedLine[]): readonly SeedRow[] {
  const modes = modesOf(lines);
  return stops.map(({ role: _, stepFree, ...stop }) => ({
    ...stop,
    modes: modes(stop.id),
    step_free: stepFree,
    source_id: SYNTHETIC_SOURCE_ID,
  }));
}

function dataSource(today: string): SeedRow {
  return {
    id: SYNTHETIC_SOURCE_ID,
    title: 'Synthetic mobility of the model region',
    publisher: 'Modellregion',
    licence: 'EUPL-1.2',
    attribution:
      'Made-up data: stops, timetables, car parks, charging stations and vehicles that do not exist',
    url: null,
    retrieved_on: today,
    provenance: 'SYNTHETIC',
  };
}
