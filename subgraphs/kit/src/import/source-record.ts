import type { Findings } from './findings.js';

/** One record of a file. It is only good until the next one is asked for: readers use it again. */
export interface SourceRecord {
  /** From 1; null where the format has no lines. */
  readonly line: number | null;
  /** Place in the file from 1. */
  readonly record: number;
  /** Why nothing in it can be trusted; null when it is whole. */
  readonly fault: string | null;
  /** What stands under a name: text in a CSV, any JSON value elsewhere; undefined when there is nothing. */
  get(column: string): unknown;
}

/** What a reader of records works on. */
export interface TextInput {
  /** UTF-8 without byte order mark, in whole characters. */
  readonly text: AsyncIterable<Buffer>;
  /** For error texts. */
  readonly name: string;
  /** What cannot even be read as a record goes here, and the rest goes on. */
  readonly findings: Findings;
  /** Called for such a record, which counts as read and rejected. */
  readonly unreadable: () => void;
}

/** Takes a text apart into records, in memory that does not depend on its length. */
export type RecordReader = (input: TextInput) => AsyncIterable<SourceRecord>;
