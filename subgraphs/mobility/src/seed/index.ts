import type { SeedContext } from '@modellregion/subgraph-kit';
import { makeCharging } from './charging.js';
import { makeDisruptions } from './disruptions.js';
import { insertExceptions } from './exceptions.js';
import { insertRows, type Row } from './insert.js';
import { makeLines } from './lines.js';
import { makeParking, makeParkingZones } from './parking.js';
import { makeQuays } from './quays.js';
import { makeShared } from './shared.js';
import { modesOf } from './modes.js';
import { makeStops } from './stops.js';
import { makeTimetable } from './timetable.js';
import { makeVehicles } from './vehicles.js';
import { SYNTHETIC_SOURCE_ID, worldOf } from './world.js';

/** What the seed of mobility needs. */
export interface MobilitySeed {
  readonly client: SeedContext['client'];
  readonly profile: SeedContext['profile'];
  /** The day of the seed: disruptions, delays and reports are placed around it. */
  readonly now: Date;
}

/**
 * Writes the synthetic mobility of the region. Profile and day (Europe/Berlin) decide every value: the same two
 * give the same rows on every machine, the same profile on another day the same but for what is dated.
 */
export async function seedMobility({ client, profile, now }: MobilitySeed): Promise<void> {
  const world = worldOf({ profile, now });
  const stops = makeStops(world);
  const lines = makeLines(world, stops);
  const timetable = makeTimetable(world, lines);
  const zones = makeParkingZones(world);
  const charging = makeCharging(world);
  const shared = makeShared(world);
  const disruptions = makeDisruptions(world, stops);
  const modes = modesOf(lines);
  // In the order of the foreign keys.
  const tables: readonly (readonly [table: string, rows: readonly Row[]])[] = [
    ['data_source', [dataSource(world.today)]],
    [
      'stop',
      stops.map(({ role: _, stepFree, ...stop }) => ({
        ...stop,
        modes: modes(stop.id),
        step_free: stepFree,
        source_id: SYNTHETIC_SOURCE_ID,
      })),
    ],
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
    ['vehicle_registration', makeVehicles(world)],
  ];
  for (const [table, rows] of tables) await insertRows(client, table, rows);
  await insertExceptions(client, world);
}

function dataSource(today: string): Row {
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
