import type { Client } from 'pg';
import type { FileHead } from './file-head.js';
import type { Findings } from './findings.js';
import type { SourceDescription } from './source-description.js';

/** What became of the records of one file: `read = inserted + updated + unchanged + merged + rejected`. */
export interface RecordCounts {
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Went into another record: an equal one of the file, one it belongs to, or one of another record set. */
  readonly merged: number;
  /** Not taken over; a finding says why. */
  readonly rejected: number;
  /** Not in the file any more, and marked so. Not part of `read`. */
  readonly withdrawn: number;
}

/** What a format gets to import one file. All of it happens in one transaction. */
export interface ImportJob {
  readonly client: Client;
  readonly file: FileHead;
  /** The record set; its row in `data_source` is written by {@link ImportJob.describe}. */
  readonly source: SourceDescription;
  readonly findings: Findings;
  /** The day of the import, Europe/Berlin. */
  readonly today: string;
  /** Bytes of a file, or of a member of it, counted for the progress bar and for the checksum. */
  readonly bytes: (path: string) => AsyncIterable<Buffer>;
  /** Tells how many records have been read so far. */
  readonly progress: (records: number) => void;
  /** Writes the row of the record set, which records refer to; `changes` are what the file itself says of its source. */
  readonly describe: (changes?: Partial<SourceDescription>) => Promise<void>;
}

/** One part of a file with counts of its own: the file itself, or a member of a feed. */
export interface PartReport {
  readonly name: string;
  readonly counts: RecordCounts;
}

/**
 * A format that a subgraph imports. The head of the file that implements it states the natural key of its records.
 *
 * Formats are asked in the order in which a subgraph lists them, and files are imported in that order too: what others
 * need, such as the areas of municipalities, comes first.
 */
export interface ImportFormat {
  /** Short name in reports: `stops-csv`. */
  readonly name: string;
  /** What it is, for people. */
  readonly title: string;
  /** Whether a file, or a folder, is of this format; decided by what it holds, not by its name alone. */
  readonly recognises: (file: FileHead) => boolean;
  /**
   * Names of files that belong to one of this format when they stand beside it: they are read with it, are known by the
   * same checksum, and are not told as left alone.
   */
  readonly alongside?: readonly string[];
  /** Where its records come from; a description beside the files overrides it. */
  readonly source: (file: FileHead) => SourceDescription | Promise<SourceDescription>;
  /** @throws ImportFileError when the file as a whole cannot be imported */
  readonly run: (job: ImportJob) => Promise<readonly PartReport[]>;
}
