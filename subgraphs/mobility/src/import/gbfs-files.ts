import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  ImportFileError,
  jsonMembers,
  utf8Pieces,
  type FileHead,
  type ImportJob,
} from '@modellregion/subgraph-kit';
import { z } from 'zod';
import type { Point } from '../repositories/records.js';

/** A file with the vehicles, whole and one by one; the others of a feed say what is needed to understand it. */
export const VEHICLE_FILES = {
  'vehicle_status.json': '$.data.vehicles.*',
  'free_bike_status.json': '$.data.bikes.*',
} as const;

/** What a feed may hold besides; not all of it is read. */
export const OTHER_FILES = [
  'gbfs.json',
  'gbfs_versions.json',
  'geofencing_zones.json',
  'manifest.json',
  'station_information.json',
  'station_status.json',
  'system_alerts.json',
  'system_calendar.json',
  'system_hours.json',
  'system_information.json',
  'system_pricing_plans.json',
  'system_regions.json',
  'vehicle_types.json',
] as const;

/** More than any description of a system has. */
const LARGEST_FILE = 32 * 1024 * 1024;

/** Plain in version 2; in version 3 one text a language, of which German is taken, else English, else the first. */
const text = z.union([
  z.string().min(1).max(1_000),
  z
    .array(z.object({ text: z.string().min(1).max(1_000), language: z.string() }))
    .min(1)
    .transform((all) => {
      const of = (language: string): string | undefined =>
        all.find((it) => it.language.toLowerCase().startsWith(language))?.text;
      return of('de') ?? of('en') ?? all[0]?.text ?? '';
    }),
]);

/** Seconds since 1970 in version 2, a time with its offset in version 3. */
const instant = z.union([
  z
    .int()
    .nonnegative()
    .max(253_402_300_799)
    .transform((seconds) => new Date(seconds * 1_000)),
  z.iso.datetime({ offset: true }).transform((time) => new Date(time)),
]);

const head = z.object({
  last_updated: instant,
  ttl: z.int().nonnegative(),
  version: z.string().regex(/^[23]\.\d/, 'only versions 2 and 3 of GBFS are known here'),
});

const id = z.string().min(1).max(200);

const systemInformation = head.extend({
  data: z.object({
    system_id: z.string().regex(/^[\w.:~-]{1,100}$/, 'is not an id of a system such as nextbike_dg'),
    name: text,
    operator: text.optional(),
    url: z.url().optional(),
    license_id: z.string().min(1).max(100).optional(),
    license_url: z.url().optional(),
    attribution_organization_name: text.optional(),
    attribution_url: z.url().optional(),
  }),
});

const vehicleTypes = head.extend({
  data: z.object({ vehicle_types: z.array(z.object({ vehicle_type_id: id, form_factor: z.string() })) }),
});

const stationInformation = head.extend({
  data: z.object({
    stations: z.array(
      z.object({ station_id: id, lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
    ),
  }),
});

export type GbfsSystem = z.infer<typeof systemInformation>['data'];

/** What is needed to understand the vehicles of a feed. */
export interface GbfsFeed {
  readonly system: GbfsSystem;
  /** Form factors by vehicle type; null where the feed has none: then all are bicycles. */
  readonly formFactors: ReadonlyMap<string, string> | null;
  /** Where its stations are: a vehicle at one need not say its own place. */
  readonly stations: ReadonlyMap<string, Point>;
  /** The file with the vehicles. */
  readonly vehicles: FileHead & { readonly name: keyof typeof VEHICLE_FILES };
  /** When the picture was taken. */
  readonly picturedAt: Date;
  /** Until when the publisher holds it for current. */
  readonly currentUntil: Date;
}

/** @throws ImportFileError when a file that must be there is not, or is not as GBFS says */
export async function readFeed(job: ImportJob): Promise<GbfsFeed> {
  const folder = folderOf(job.file);
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | null> => {
    const path = join(folder, name);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) return null;
    if (size > LARGEST_FILE)
      throw new ImportFileError(`${name} is larger than 32 MB: it is no file of GBFS.`);
    const pieces: Buffer[] = [];
    for await (const piece of utf8Pieces(job.bytes(path), name)) pieces.push(piece);
    return checked(name, schema, jsonOf(name, Buffer.concat(pieces).toString('utf8')));
  };
  const system = (await read('system_information.json', systemInformation))?.data;
  if (system === undefined)
    throw new ImportFileError(
      `${job.file.name}: system_information.json is not beside it. Fetch it as well.`,
    );
  const types = await read('vehicle_types.json', vehicleTypes);
  const stations = await read('station_information.json', stationInformation);
  const vehicles = vehicleFile(job.file);
  const bytes = utf8Pieces(job.bytes(vehicles.path), vehicles.name);
  const members = await jsonMembers(bytes, vehicles.name, Object.keys(head.shape));
  const { last_updated: picturedAt, ttl } = checked(vehicles.name, head, members);
  return {
    system,
    formFactors: types && new Map(types.data.vehicle_types.map((it) => [it.vehicle_type_id, it.form_factor])),
    stations: new Map(stations?.data.stations.map((it) => [it.station_id, { lat: it.lat, lon: it.lon }])),
    vehicles,
    picturedAt,
    currentUntil: new Date(picturedAt.getTime() + ttl * 1_000),
  };
}

/** Who the vehicles belong to, before anything else is read; null where the feed does not say it rightly. */
export function systemOf(file: FileHead): GbfsSystem | null {
  try {
    const path = join(folderOf(file), 'system_information.json');
    return systemInformation.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data?.data ?? null;
  } catch {
    return null;
  }
}

function folderOf(file: FileHead): string {
  return file.kind === 'folder' ? file.path : dirname(file.path);
}

function vehicleFile(file: FileHead): GbfsFeed['vehicles'] {
  const names = Object.keys(VEHICLE_FILES) as (keyof typeof VEHICLE_FILES)[];
  const name = names.find((it) => (file.kind === 'folder' ? file.members.includes(it) : file.name === it));
  if (name === undefined) throw new Error(`${file.name} is no feed`);
  return { ...file, name, kind: 'file', path: join(folderOf(file), name) };
}

function jsonOf(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new ImportFileError(
      `${name} is not JSON (${error instanceof Error ? error.message : ''}): fetch it again.`,
    );
  }
}

function checked<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ImportFileError(
    `${name} is not as GBFS says: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}
