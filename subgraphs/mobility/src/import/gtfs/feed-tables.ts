import { isDhid, shown, type SeedRow } from '@modellregion/subgraph-kit';
import type { FeedFields } from './feed-fields.js';
import { hashedId } from './hashed-id.js';
import { modeOfRouteType } from './route-modes.js';

/** One file of a feed, and the temporary table in which it is staged. */
export interface FeedTable {
  readonly file: string;
  readonly table: string;
  /** Natural key within the feed: also staged of rows that are rejected, so that it is known what they meant. */
  readonly key: readonly string[];
  /** Columns that have the types of a table that the rows end in. */
  readonly like?: { readonly table: string; readonly columns: readonly string[] };
  /** SQL type by name. */
  readonly columns: Readonly<Record<string, string>>;
  /** @param feed id of the record set */
  readonly row: (fields: FeedFields, feed: string) => SeedRow;
}

export const STOPS: FeedTable = {
  file: 'stops.txt',
  table: 'gtfs_stop',
  key: ['stop_id', 'id'],
  like: { table: 'stop', columns: ['id', 'name', 'lat', 'lon', 'ags', 'modes', 'step_free'] },
  columns: {
    stop_id: 'text',
    kind: 'smallint',
    parent: 'text',
    platform: 'text',
    wheelchair: 'smallint',
    quay_id: 'text',
    // The stop_id of the stop place to which it belongs.
    place_stop: 'text',
  },
  row: (fields, feed) => {
    const stop_id = fields.id('stop_id');
    const kind = fields.code('location_type', 4);
    const dhid = isDhid(stop_id);
    const known = {
      stop_id,
      kind,
      parent: fields.optionalId('parent_station'),
      platform: fields.optionalText('platform_code'),
      wheelchair: fields.code('wheelchair_boarding', 2),
      id: dhid ? stop_id : `gtfs:${hashedId(feed, 'stop', stop_id)}`,
      quay_id: dhid ? stop_id : `gtfs:${hashedId(feed, 'quay', stop_id)}`,
    };
    // Entrances, nodes and boarding areas need neither a name nor a place of their own.
    if (kind > 1) return known;
    return {
      ...known,
      name: fields.text('stop_name'),
      lat: fields.latitude('stop_lat'),
      lon: fields.longitude('stop_lon'),
    };
  },
};

export const ROUTES: FeedTable = {
  file: 'routes.txt',
  table: 'gtfs_route',
  key: ['route_id', 'id'],
  like: { table: 'transit_line', columns: ['id', 'name', 'mode'] },
  columns: { route_id: 'text' },
  row: (fields, feed) => {
    const route_id = fields.id('route_id');
    const name = fields.optionalText('route_short_name') ?? fields.optionalText('route_long_name');
    if (name === null) fields.reject('route_short_name', 'missing, and route_long_name as well');
    const type = fields.text('route_type');
    const mode = /^\d{1,4}$/.test(type) ? modeOfRouteType(Number(type)) : null;
    if (type !== '' && mode === null)
      fields.reject('route_type', `${shown(type)} is no means of transport that is known here`);
    return { route_id, id: `gtfs:${hashedId(feed, 'line', route_id)}`, name, mode };
  },
};

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export const CALENDAR: FeedTable = {
  file: 'calendar.txt',
  table: 'gtfs_service',
  key: ['service_id'],
  columns: { service_id: 'text', weekdays: 'smallint', valid_from: 'date', valid_to: 'date' },
  row: (fields) => {
    const service_id = fields.id('service_id');
    const bits = WEEKDAYS.map((day, index) => {
      const value = fields.matching(day, /^[01]$/, '1 (runs) or 0');
      return value === '1' ? 1 << index : 0;
    });
    const [valid_from, valid_to] = [fields.date('start_date'), fields.date('end_date')];
    if (valid_from !== null && valid_to !== null && valid_to < valid_from)
      fields.reject('end_date', 'before start_date');
    return { service_id, weekdays: bits.reduce((sum, bit) => sum | bit, 0), valid_from, valid_to };
  },
};

export const CALENDAR_DATES: FeedTable = {
  file: 'calendar_dates.txt',
  table: 'gtfs_day',
  key: ['service_id'],
  columns: { service_id: 'text', day: 'date', runs: 'boolean' },
  row: (fields) => {
    const service_id = fields.id('service_id');
    const day = fields.date('date');
    const runs = fields.matching('exception_type', /^[12]$/, '1 (runs) or 2 (does not run)') === '1';
    return { service_id, day, runs };
  },
};

export const TRIPS: FeedTable = {
  file: 'trips.txt',
  table: 'gtfs_trip',
  key: ['trip_id'],
  columns: { trip_id: 'text', route_id: 'text', service_id: 'text', headsign: 'text' },
  row: (fields) => ({
    trip_id: fields.id('trip_id'),
    route_id: fields.id('route_id'),
    service_id: fields.id('service_id'),
    headsign: fields.optionalText('trip_headsign'),
  }),
};

export const STOP_TIMES: FeedTable = {
  file: 'stop_times.txt',
  table: 'gtfs_call',
  key: ['trip_id'],
  columns: {
    trip_id: 'text',
    sequence: 'integer',
    stop_id: 'text',
    arrival: 'integer',
    departure: 'integer',
    boarding: 'boolean',
  },
  row: (fields) => {
    const [arrival, departure] = [fields.optionalTime('arrival_time'), fields.optionalTime('departure_time')];
    const sequence = fields.matching('stop_sequence', /^\d{1,9}$/, 'a whole number of at most 9 digits');
    return {
      trip_id: fields.id('trip_id'),
      sequence: Number(sequence),
      stop_id: fields.id('stop_id'),
      arrival: arrival ?? departure,
      departure: departure ?? arrival,
      boarding: fields.code('pickup_type', 3) !== 1,
    };
  },
};

/** A headway below half a minute is none that vehicles could keep. */
const SHORTEST_HEADWAY = 30;

export const FREQUENCIES: FeedTable = {
  file: 'frequencies.txt',
  table: 'gtfs_frequency',
  key: ['trip_id'],
  columns: { trip_id: 'text', from_second: 'integer', to_second: 'integer', headway: 'integer' },
  row: (fields) => {
    const trip_id = fields.id('trip_id');
    const [from_second, to_second] = [fields.time('start_time'), fields.time('end_time')];
    if (!fields.rejected && to_second <= from_second) fields.reject('end_time', 'not after start_time');
    const headway = fields.number('headway_secs', { min: SHORTEST_HEADWAY, max: 86_400 });
    return { trip_id, from_second, to_second, headway: Math.round(headway) };
  },
};
