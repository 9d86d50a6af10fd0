import { createHash } from 'node:crypto';
import {
  csv,
  Findings,
  ImportFileError,
  utf8Pieces,
  type FileHead,
  type SourceDescription,
} from '@modellregion/subgraph-kit';
import type { FeedFiles } from './feed-files.js';

/** GTFS has no field for the terms under which a feed may be used. */
export const NOT_STATED = 'not stated';

/** What a feed says of itself. */
export async function describeFeed(files: FeedFiles, file: FileHead): Promise<SourceDescription> {
  const info = await firstRecord(files, 'feed_info.txt');
  const agency = await firstRecord(files, 'agency.txt');
  const ownName = file.name.replace(/\.zip$/i, '');
  const publisher = info('feed_publisher_name') ?? agency('agency_name') ?? ownName;
  const version = info('feed_version');
  return {
    id: `gtfs-${slug(info('feed_id') ?? info('feed_publisher_name') ?? ownName)}`,
    title: `Timetable of ${publisher} (GTFS${version === null ? '' : `, ${version}`})`,
    publisher,
    licence: NOT_STATED,
    attribution: publisher,
    licenceUrl: null,
    notice: null,
    url: webAddress(info('feed_publisher_url')) ?? webAddress(agency('agency_url')),
  };
}

/** What is known of a file that cannot be opened. */
export function describeUnreadable(file: FileHead): SourceDescription {
  const id = `gtfs-${slug(file.name.replace(/\.zip$/i, ''))}`;
  const base = { id, title: file.name, publisher: file.name, attribution: file.name };
  return { ...base, licence: NOT_STATED, licenceUrl: null, notice: null, url: null };
}

/** The fields of the first record; null for what it does not have. */
async function firstRecord(files: FeedFiles, name: string): Promise<(column: string) => string | null> {
  if (!files.has(name)) return () => null;
  const unheard = { findings: new Findings(), unreadable: () => undefined };
  try {
    const text = utf8Pieces(files.bytes(name), name);
    for await (const record of csv({ delimiter: ',' })({ text, name, ...unheard })) {
      return (column) => printable(record.get(column));
    }
  } catch (error) {
    // Of a file that is no text, the import itself says so.
    if (!(error instanceof ImportFileError)) throw error;
  }
  return () => null;
}

const LONGEST_NAME = 200;

function printable(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim()
    .slice(0, LONGEST_NAME);
  return text === '' ? null : text;
}

function webAddress(text: string | null): string | null {
  return text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null;
}

const LONGEST_SLUG = 50;

/** Small letters, digits and hyphens; of a name in another script its hash. */
function slug(name: string): string {
  const latin = name.toLowerCase().replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}/gu, '');
  const text = latin
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-|-$/g, '');
  return text === '' ? createHash('sha256').update(name).digest('hex').slice(0, 16) : text;
}
