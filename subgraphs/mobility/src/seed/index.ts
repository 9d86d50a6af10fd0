import { seedWorld, writeRows, type SeedContext, type SeedRow } from '@modellregion/subgraph-kit';
import { makeCharging } from './charging.js';
import { makeDisruptions } from './disruptions.js';
import { insertExceptions } from './exceptions.js';
import { makeLines, type SeedLine } from './lines.js';
import { makeParking, makeParkingZones } from './parking.js';
import { readPublished, type Published } from './published.js';
import { makeQuays } from './quays.js';
import { deleteRedrawn } from './redraw.js';
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
  'shared_vehicle',
  'disruption',
  'disruption_stop',
  'disruption_address',
  'vehicle_registration',
] as const;

type Table = (typeof TABLES)[number];

type Rows = readonly (readonly [Table, Iterable<SeedRow>])[];

/**
 * Writes the synthetic mobility of the region where nothing is published. Profile, day (Europe/Berlin) and what was
 * imported decide every value: the same three give the same rows on every machine, the same profile on another day the
 * same but for what is dated.
 */
export async function seedMobility({ client, profile, now }: MobilitySeed): Promise<void> {
  const world = seedWorld({ profile, now });
  const published = await readPublished(client);
  const zones = makeParkingZones(world);
  const stops = stopsOf(world, published);
  const { disruptions, addresses, stops: affected } = makeDisruptions(world, stops);
  await write(client, [
    ['data_source', [dataSource(world.today)]],
    ...placesOf(world, published, stops),
    ['parking_zone', zones.zones],
    ['parking_zone_section', zones.sections],
    ['disruption', disruptions],
    ['disruption_stop', affected],
    ['disruption_address', addresses],
    ['vehicle_registration', vehicleRows(world)],
  ]);
  await insertExceptions(client, world);
}

/**
 * Draws those records anew that give way to published ones or rest on them, as timetables rest on stops. Vehicles that
 * are registered, parking zones and disruptions stay, but for the stops that these affect.
 */
export async function redrawMobility({ client, profile, now }: MobilitySeed): Promise<void> {
  await deleteRedrawn(client);
  const world = seedWorld({ profile, now });
  const published = await readPublished(client);
  const stops = stopsOf(world, published);
  await write(client, [
    ...placesOf(world, published, stops),
    ['disruption_stop', makeDisruptions(world, stops).stops],
  ]);
  await insertExceptions(client, world);
}

async function write(client: SeedContext['client'], tables: Rows): Promise<void> {
  await writeRows(client, TABLES, rowsOf(tables));
}

/** What depends on the number of towns is drawn table by table, what depends on that of residents row by row. */
function* rowsOf(tables: Rows): Generator<readonly [Table, SeedRow]> {
  for (const [table, rows] of tables) for (const row of rows) yield [table, row];
}

function stopsOf(world: World, published: Published): readonly SeedStop[] {
  return published.stops.length > 0 ? published.stops : makeStops(world);
}

/** Places and timetables, as far as nobody has published them. */
function placesOf(world: World, published: Published, stops: readonly SeedStop[]): Rows {
  const lines = published.hasLines ? [] : makeLines(world, stops);
  const timetable = makeTimetable(world, lines);
  const parking = makeParking(world, stops);
  const charging = published.hasChargingStations ? { stations: [], points: [] } : makeCharging(world);
  const shared = makeShared(world, published.systems);
  return [
    ['stop', published.stops.length > 0 ? [] : stopRows(stops, lines)],
    ['quay', published.hasLines ? [] : makeQuays(world, stops)],
    ['transit_line', timetable.lines],
    ['line_pattern', timetable.patterns],
    ['pattern_stop', timetable.patternStops],
    ['trip', timetable.trips],
    ['parking_facility', parking.filter(({ ags }) => !published.parkingIn.has(ags))],
    ['charging_station', charging.stations],
    ['charge_point', charging.points],
    ['shared_system', shared.systems],
    ['shared_vehicle', shared.vehicles],
  ];
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
