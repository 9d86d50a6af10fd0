import {
  ImportFileError,
  type FileHead,
  type ImportFormat,
  type ImportJob,
  type PartReport,
} from '@modellregion/subgraph-kit';
import { createReadStream } from 'node:fs';
import { describeFeed, describeUnreadable } from './describe-feed.js';
import { openFeed, type FeedFiles } from './feed-files.js';
import {
  CALENDAR,
  CALENDAR_DATES,
  FREQUENCIES,
  ROUTES,
  STOP_TIMES,
  STOPS,
  TRIPS,
  type FeedTable,
} from './feed-tables.js';
import { partsOf, type FeedStages } from './parts.js';
import { readOrigin } from './read-origin.js';
import { rejectDoubles } from './reject-doubles.js';
import { layOut } from './runs.js';
import { finishPlaces, settleStops } from './settle-stops.js';
import { keepCalls, settleReferences, settleServices, settleTimes } from './settle-trips.js';
import { stageFile, type StagedFile } from './stage-file.js';
import { writeTimetable } from './write-timetable.js';
import { isArchiveOf } from './zip-directory.js';

const REQUIRED = [STOPS, ROUTES, TRIPS, STOP_TIMES].map(({ file }) => file);

/**
 * Timetables: GTFS Schedule, as a folder or as a zip archive.
 *
 * Natural keys, each within its feed: `stop_id`, `route_id`, `trip_id` (with headways also the start of the run),
 * `service_id`. A stop whose id is a DHID is that stop, whoever else publishes it.
 *
 * Times count from midnight by the clock of the service day. GTFS counts from noon minus 12 hours, which is the same but
 * for trips that start before 03:00 of a day on which the clock changes, or at 27:00 and later of the day before.
 *
 * @see https://gtfs.org/documentation/schedule/reference/
 */
export const gtfs: ImportFormat = {
  name: 'gtfs',
  title: 'Timetable (GTFS)',
  recognises: (file) =>
    file.kind === 'folder'
      ? REQUIRED.every((name) => file.members.includes(name))
      : isArchiveOf(file, REQUIRED),
  source: async (file) => {
    try {
      return await withFeed(file, createReadStream, (files) => describeFeed(files, file));
    } catch (error) {
      // The import itself tells what is wrong with it.
      if (error instanceof ImportFileError) return describeUnreadable(file);
      throw error;
    }
  },
  run: (job) => withFeed(job.file, job.bytes, (files) => run(job, files)),
};

async function withFeed<T>(
  file: FileHead,
  read: (path: string) => AsyncIterable<Buffer>,
  use: (files: FeedFiles) => Promise<T>,
): Promise<T> {
  const files = await openFeed(file, read);
  try {
    return await use(files);
  } finally {
    files.close();
  }
}

async function run(job: ImportJob, files: FeedFiles): Promise<readonly PartReport[]> {
  const missing = REQUIRED.find((name) => !files.has(name));
  if (missing !== undefined)
    throw new ImportFileError(`${job.file.name} has no ${missing} at its top level, where GTFS has it.`);
  if (!files.has(CALENDAR.file) && !files.has(CALENDAR_DATES.file))
    throw new ImportFileError(
      `${job.file.name} has neither calendar.txt nor calendar_dates.txt: no day has trips.`,
    );
  const origin = await readOrigin(job, files);
  const stages = await stage(job, files);
  await settle(job, stages);
  await job.describe();
  const written = await writeTimetable(job, stages.stops, stages.routes);
  const parts = await partsOf(job.client, stages, written);
  for (const { staged, findings } of Object.values(stages)) await staged.tellFaults(findings);
  return [...origin, ...parts];
}

async function stage(job: ImportJob, files: FeedFiles): Promise<FeedStages & Record<string, StagedFile>> {
  let before = 0;
  const next = async (table: FeedTable): Promise<StagedFile> => {
    const staged = await stageFile(job, files, table, before);
    before += staged.read;
    return staged;
  };
  return {
    stops: await next(STOPS),
    routes: await next(ROUTES),
    calendar: await next(CALENDAR),
    days: await next(CALENDAR_DATES),
    trips: await next(TRIPS),
    calls: await next(STOP_TIMES),
    frequencies: await next(FREQUENCIES),
  };
}

/** What rests on others comes after them. */
async function settle(job: ImportJob, stages: FeedStages): Promise<void> {
  await rejectDoubles(job.client, stages.stops, ['stop_id'], 'stop_id');
  await settleStops(job, stages.stops);
  await rejectDoubles(job.client, stages.routes, ['route_id'], 'route_id');
  await settleServices(job, stages);
  await settleReferences(job, stages);
  await settleTimes(job, stages);
  await keepCalls(job, stages);
  await layOut(job);
  await finishPlaces(job);
}
