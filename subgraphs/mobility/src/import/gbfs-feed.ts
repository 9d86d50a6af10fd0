import {
  jsonItems,
  LICENCES,
  mergeStaged,
  recordFormat,
  REGION_ZONE,
  shown,
  StagedTable,
  startOfDay,
  type FieldReader,
  type FileHead,
  type ImportFormat,
  type ImportJob,
  type PartReport,
  type RecordReader,
  type SeedRow,
  type SourceDescription,
} from '@modellregion/subgraph-kit';
import type { VehicleFormFactor } from '../generated/graphql.js';
import { OTHER_FILES, readFeed, systemOf, VEHICLE_FILES, type GbfsFeed } from './gbfs-files.js';

/**
 * The free vehicles of one system: a GBFS feed of version 2 or 3 as files, in a folder or side by side, with
 * `system_information.json` and `vehicle_status.json` or `free_bike_status.json`.
 *
 * Natural keys: `system_id`; of a vehicle `vehicle_id` or `bike_id` within its system, until its next ride.
 *
 * It is one picture, and a new one replaces the old one whole: the ids change, so that nobody can be followed, and
 * nothing is kept of a vehicle that is gone. Reserved and disabled vehicles are not free and left out.
 */
export const gbfsFeed: ImportFormat = {
  name: 'gbfs-feed',
  title: 'Free vehicles of a system (GBFS feed)',
  alongside: OTHER_FILES,
  recognises: ({ kind, name, members, text }) =>
    kind === 'folder'
      ? members.includes('system_information.json') && members.some((it) => it in VEHICLE_FILES)
      : name in VEHICLE_FILES && /"last_updated"\s*:/.test(text),
  source: sourceOf,
  run,
};

function sourceOf(file: FileHead): SourceDescription {
  const system = systemOf(file);
  const { attribution_organization_name: organisation, operator, name = file.name } = system ?? {};
  const publisher = organisation ?? operator ?? name;
  const licenceUrl = system?.license_url ?? null;
  const known = Object.entries(LICENCES).find(
    ([, url]) => withoutScheme(url) === withoutScheme(licenceUrl ?? ''),
  );
  const licence =
    known?.[0] ?? system?.license_id ?? (licenceUrl === null ? 'not stated' : 'terms of the publisher');
  return {
    id: `gbfs-${(system?.system_id ?? file.name).toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 63),
    title: `Free vehicles of ${name}`,
    publisher,
    licence,
    attribution: known === undefined ? publisher : `${publisher} (${licence})`,
    licenceUrl,
    notice: null,
    url: system?.attribution_url ?? system?.url ?? null,
  };
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/?(legalcode|deed)?(\.\w+)?\/?$/, '');
}

async function run(job: ImportJob): Promise<readonly PartReport[]> {
  const { client } = job;
  const feed = await readFeed(job);
  const { system, picturedAt } = feed;
  const title = `${job.source.title}, as of ${clockTime(picturedAt)}`;
  await job.describe({ title });
  tellAge(feed, job);
  await client.query(`CREATE TEMP TABLE picture (LIKE shared_vehicle, withdrawn_on date) ON COMMIT DROP`);
  await client.query(
    `INSERT INTO picture SELECT * FROM shared_vehicle WHERE system_id = $1 AND source_id = $2`,
    [system.system_id, job.source.id],
  );
  const left = { out: 0 };
  const vehicles = await vehiclesOf(feed, left).run({
    ...job,
    file: feed.vehicles,
    describe: (changes = {}) => job.describe({ title, ...changes }),
  });
  tellLeftOut(left.out, job);
  const systemPart = await takeSystem(feed, job);
  await client.query('DELETE FROM shared_vehicle WHERE system_id = $1', [system.system_id]);
  await client.query(`
    INSERT INTO shared_vehicle (system_id, vehicle_id, form_factor, lat, lon, range_km, source_id)
    SELECT system_id, vehicle_id, form_factor, lat, lon, range_km, source_id FROM picture WHERE withdrawn_on IS NULL`);
  await client.query('UPDATE shared_system SET pictured_at = $2 WHERE id = $1', [
    system.system_id,
    picturedAt,
  ]);
  return [systemPart, ...vehicles];
}

/** A picture that its publisher no longer holds for current is taken all the same: it is what there is. */
function tellAge({ currentUntil, picturedAt, vehicles }: GbfsFeed, { findings, today }: ImportJob): void {
  if (currentUntil >= startOfDay(today)) return;
  const reason =
    `the picture is of ${clockTime(picturedAt)} and was current until ${clockTime(currentUntil)}: ` +
    'the vehicles may be elsewhere by now, fetch it again';
  findings.add({ level: 'warning', line: null, record: 0, column: `${vehicles.name}: last_updated`, reason });
}

/** `2026-11-24 08:15` as the clock of the region shows it. */
function clockTime(instant: Date): string {
  const form = { dateStyle: 'short', timeStyle: 'short', timeZone: REGION_ZONE } as const;
  return new Intl.DateTimeFormat('sv-SE', form).format(instant);
}

function tellLeftOut(count: number, { findings }: ImportJob): void {
  if (count === 0) return;
  const reason = `${count} ${count === 1 ? 'vehicle is' : 'vehicles are'} reserved or disabled, not free, and left out`;
  findings.add({ level: 'warning', line: null, record: 0, column: null, reason });
}

/** The vehicles of one picture, into a table of the transaction that holds the one before. */
function vehiclesOf(feed: GbfsFeed, left: { out: number }): ImportFormat {
  return recordFormat({
    ...gbfsFeed,
    records: onlyFree(jsonItems(VEHICLE_FILES[feed.vehicles.name]), left),
    target: {
      table: 'picture',
      key: ['system_id', 'vehicle_id'],
      values: ['form_factor', 'lat', 'lon', 'range_km'],
    },
    row: (fields) => vehicleRow(fields, feed),
  });
}

function onlyFree(all: RecordReader, left: { out: number }): RecordReader {
  return async function* (input) {
    for await (const record of all(input)) {
      if (record.get('is_reserved') === true || record.get('is_disabled') === true) left.out += 1;
      else yield record;
    }
  };
}

function vehicleRow(fields: FieldReader, { system, stations, formFactors, vehicles }: GbfsFeed): SeedRow {
  const idColumn = vehicles.name === 'vehicle_status.json' ? 'vehicle_id' : 'bike_id';
  const station = fields.raw('lat') === undefined ? fields.optionalText('station_id') : null;
  const at = station === null ? null : stations.get(station);
  if (at === undefined) fields.reject('station_id', `${shown(station)} is no station of the feed`);
  const range = fields.optionalNumber('current_range_meters', { min: 0, max: 10_000_000 });
  return {
    system_id: system.system_id,
    vehicle_id: fields.matching(idColumn, /^\S{1,200}$/, 'an id of at most 200 characters'),
    form_factor: formFactorOf(fields, formFactors),
    lat: at?.lat ?? (station === null ? fields.latitude('lat') : 0),
    lon: at?.lon ?? (station === null ? fields.longitude('lon') : 0),
    range_km: range === null ? null : range / 1_000,
  };
}

const FORM_FACTORS: ReadonlyMap<string, VehicleFormFactor> = new Map([
  ['bicycle', 'BICYCLE'],
  ['cargo_bicycle', 'CARGO_BICYCLE'],
  ['car', 'CAR'],
  ['moped', 'MOPED'],
  // Until 2.2 there was one word for both kinds of kick scooter; those to stand on are the ones that are lent.
  ['scooter', 'SCOOTER_STANDING'],
  ['scooter_standing', 'SCOOTER_STANDING'],
  ['scooter_seated', 'SCOOTER_SEATED'],
  ['other', 'OTHER'],
]);

function formFactorOf(fields: FieldReader, types: GbfsFeed['formFactors']): VehicleFormFactor {
  if (types === null) return 'BICYCLE';
  const type = fields.optionalText('vehicle_type_id');
  const factor = types.get(type ?? '');
  const known = FORM_FACTORS.get(factor ?? '');
  if (known !== undefined) return known;
  const what =
    factor === undefined
      ? `${shown(type)} is no vehicle type of the feed`
      : `${shown(factor)} is no form factor`;
  fields.warn('vehicle_type_id', `${what} that is known here: taken for another one`);
  return 'OTHER';
}

/**
 * The system itself, where no list of systems has it: its area is where its free vehicles stand.
 *
 * @returns one record, which counts as merged where another record set has it
 */
async function takeSystem({ system }: GbfsFeed, { client, source, today }: ImportJob): Promise<PartReport> {
  const { rows } = await client.query<{ area: string[] }>(`
    SELECT coalesce(array_agg(DISTINCT ags ORDER BY ags) FILTER (WHERE ags IS NOT NULL), '{}') AS area
      FROM (SELECT municipality_at(lat, lon) AS ags FROM picture WHERE withdrawn_on IS NULL) AS placed`);
  const area = rows[0]?.area ?? [];
  const target = { table: 'shared_system', key: ['id'], values: ['name', 'url', 'area'] };
  const like = { table: target.table, columns: [...target.key, ...target.values] };
  const staged = await StagedTable.create(client, { name: 'staged_system', like });
  await client.query(
    `INSERT INTO ${staged.name} (record, ok, id, name, url, area) VALUES (1, true, $1, $2, $3, $4)`,
    [system.system_id, system.name, system.url ?? null, area],
  );
  const counts = await mergeStaged(client, staged, target, { sourceId: source.id, today });
  return { name: 'system_information.json', counts: { read: 1, rejected: 0, ...counts } };
}
