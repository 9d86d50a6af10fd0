import {
  csv,
  ImportFileError,
  utf8Pieces,
  type ImportJob,
  type PartReport,
} from '@modellregion/subgraph-kit';
import { NOT_STATED } from './describe-feed.js';
import { FeedFields } from './feed-fields.js';
import type { FeedFiles } from './feed-files.js';

/**
 * Reads who publishes the feed. Their rows go into the description of the record set, and count as merged.
 *
 * @throws ImportFileError for a timetable of another time zone
 */
export async function readOrigin(
  { source, findings, file, today }: ImportJob,
  files: FeedFiles,
): Promise<readonly PartReport[]> {
  if (source.licence === NOT_STATED) {
    const reason =
      `GTFS does not say under which licence it may be used: state it in sources.yaml beside it, ` +
      `as "${file.name}: { licence: CC BY 4.0 }"`;
    findings.add({ level: 'warning', line: null, record: 0, column: null, reason });
  }
  const parts: PartReport[] = [];
  for (const name of ['feed_info.txt', 'agency.txt'].filter(files.has)) {
    let read = 0;
    let rejected = 0;
    const own = findings.within(name);
    const unreadable = (): void => {
      read += 1;
      rejected += 1;
    };
    const fields = new FeedFields(own);
    const text = utf8Pieces(files.bytes(name), name);
    for await (const record of csv({ delimiter: ',' })({ text, name, findings: own, unreadable })) {
      read += 1;
      fields.turnTo(record);
      if (fields.rejected) rejected += 1;
      else if (name === 'agency.txt') requireLocalTime(fields.optionalText('agency_timezone'), today);
    }
    const counts = { read, inserted: 0, updated: 0, unchanged: 0, merged: read - rejected, rejected };
    parts.push({ name, counts: { ...counts, withdrawn: 0 } });
  }
  return parts;
}

const REGION = 'Europe/Berlin';

/** Times of a feed are those of its agencies, who all have one time zone; here it must be the region's clock. */
function requireLocalTime(zone: string | null, today: string): void {
  if (zone === null || keepsTimeOf(zone, Number(today.slice(0, 4)))) return;
  throw new ImportFileError(
    `agency.txt says that the times are those of ${zone}; the timetable of the region is kept in ${REGION}.`,
  );
}

/** Whether clocks show the same as in Berlin, all the year. */
function keepsTimeOf(zone: string, year: number): boolean {
  const days = Array.from({ length: 24 }, (_, i) =>
    Date.UTC(year, Math.floor(i / 2), i % 2 === 0 ? 1 : 28, 12),
  );
  try {
    const [there, here] = [zone, REGION].map(
      (timeZone) => new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
    );
    return days.every((day) => there?.format(day) === here?.format(day));
  } catch {
    return false;
  }
}
