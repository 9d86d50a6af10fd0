import { municipalities, type SeedContext } from '@modellregion/subgraph-kit';
import type { Accessibility, TransportMode } from '../generated/graphql.js';
import { greatCircleMetres } from '../great-circle.js';
import type { SeedStop } from './stops.js';

/** Of how many published stops a timetable is made up at most: with these it has some 80,000 trips. */
const MOST_STOPS = 10_000;

/** What has been imported. Synthetic records are drawn where there is nothing published, and rest on what is. */
export interface Published {
  /** In order of id; none where all stops are made up. */
  readonly stops: readonly SeedStop[];
  readonly hasLines: boolean;
  /** Keys of the municipalities with car parks. */
  readonly parkingIn: ReadonlySet<string>;
  readonly hasChargingStations: boolean;
  /** By id: whether a picture of their vehicles was imported, too. */
  readonly systems: ReadonlyMap<string, { readonly hasVehicles: boolean }>;
}

/** Rows of a table that a publisher has now. */
const published = (table: string): string =>
  `${table} JOIN data_source ON data_source.id = ${table}.source_id
   WHERE data_source.provenance <> 'SYNTHETIC' AND ${table}.withdrawn_on IS NULL`;

/** Reads what was imported into the database of a seed. */
export async function readPublished(client: SeedContext['client']): Promise<Published> {
  const found = async (table: string): Promise<boolean> =>
    ((await client.query(`SELECT FROM ${published(table)} LIMIT 1`)).rowCount ?? 0) > 0;
  const parking = await client.query<{ ags: string }>(
    `SELECT DISTINCT ags FROM ${published('parking_facility')}`,
  );
  // Withdrawn ones as well: their ids are taken, and a system that is no more lends nothing.
  const systems = await client.query<{ id: string; has_vehicles: boolean }>(
    `SELECT shared_system.id, pictured_at IS NOT NULL OR withdrawn_on IS NOT NULL AS has_vehicles
       FROM shared_system JOIN data_source ON data_source.id = source_id WHERE provenance <> 'SYNTHETIC'`,
  );
  return {
    stops: await readStops(client),
    hasLines: await found('transit_line'),
    parkingIn: new Set(parking.rows.map(({ ags }) => ags)),
    hasChargingStations: await found('charging_station'),
    systems: new Map(systems.rows.map(({ id, has_vehicles }) => [id, { hasVehicles: has_vehicles }])),
  };
}

interface PublishedStop {
  readonly id: string;
  readonly name: string;
  readonly ags: string;
  readonly lat: number;
  readonly lon: number;
  readonly stepFree: Accessibility;
  readonly modes: readonly TransportMode[];
}

async function readStops(client: SeedContext['client']): Promise<readonly SeedStop[]> {
  const { rows } = await client.query<PublishedStop>(
    `SELECT id, name, ags, lat, lon, "stepFree", modes FROM (
       SELECT stop.id, name, ags, lat, lon, step_free AS "stepFree", modes FROM ${published('stop')}
        ORDER BY modes && '{RAIL,LONG_DISTANCE_RAIL}' DESC, hashtextextended(stop.id, 0) LIMIT $1
     ) AS chosen ORDER BY id`,
    [MOST_STOPS],
  );
  const centres = centresOf(rows);
  return rows.map((stop) => ({
    ...stop,
    role: isStation(stop) ? 'STATION' : centres.has(stop.id) ? 'CENTRE' : 'OTHER',
  }));
}

function isStation({ modes }: PublishedStop): boolean {
  return modes.includes('RAIL') || modes.includes('LONG_DISTANCE_RAIL');
}

/** The stop nearest to the middle of each town is where its lines meet. */
function centresOf(stops: readonly PublishedStop[]): ReadonlySet<string> {
  const nearest = new Map<string, { readonly id: string; readonly metres: number }>();
  const towns = new Map(municipalities().map((town) => [town.ags, town]));
  for (const stop of stops) {
    const town = towns.get(stop.ags);
    if (town === undefined || isStation(stop)) continue;
    const metres = greatCircleMetres(town, stop);
    if (metres < (nearest.get(stop.ags)?.metres ?? Number.POSITIVE_INFINITY)) {
      nearest.set(stop.ags, { id: stop.id, metres });
    }
  }
  return new Set([...nearest.values()].map(({ id }) => id));
}
