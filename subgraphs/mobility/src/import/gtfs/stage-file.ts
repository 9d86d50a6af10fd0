import {
  csv,
  StagedTable,
  utf8Pieces,
  type Findings,
  type ImportJob,
  type SeedRow,
  type StagedRow,
} from '@modellregion/subgraph-kit';
import { FeedFields } from './feed-fields.js';
import type { FeedFiles } from './feed-files.js';
import type { FeedTable } from './feed-tables.js';

/** A file of a feed that was read into its temporary table. */
export interface StagedFile {
  readonly file: string;
  /** Not every feed has every file. */
  readonly there: boolean;
  readonly staged: StagedTable;
  /** How many records it has, broken ones included. */
  readonly read: number;
  readonly findings: Findings;
}

const PROGRESS_EVERY = 1_000;

/** Reads one file of a feed into its temporary table; without the file the table stays empty. */
export async function stageFile(
  { client, findings: all, source, progress }: ImportJob,
  files: FeedFiles,
  { file, table, key, like, columns, row }: FeedTable,
  before: number,
): Promise<StagedFile> {
  const findings = all.within(file);
  const staged = await StagedTable.create(client, {
    name: table,
    extra: columns,
    ...(like === undefined ? {} : { like }),
  });
  const there = files.has(file);
  const counter = { read: 0 };
  const rows = async function* (): AsyncGenerator<StagedRow> {
    const fields = new FeedFields(findings);
    const unreadable = (): void => void (counter.read += 1);
    const text = utf8Pieces(files.bytes(file), file);
    for await (const record of csv({ delimiter: ',' })({ text, name: file, findings, unreadable })) {
      counter.read += 1;
      if (counter.read % PROGRESS_EVERY === 0) progress(before + counter.read);
      fields.turnTo(record);
      const values = row(fields, source.id);
      const ok = !fields.rejected;
      yield { line: record.line, record: record.record, ok, values: ok ? values : only(values, key) };
    }
    progress(before + counter.read);
  };
  if (there) await staged.write(rows());
  return { file, there, staged, read: counter.read, findings };
}

/** A rejected record must not be staged with values that may not even fit their column. */
function only(values: SeedRow, key: readonly string[]): SeedRow {
  return Object.fromEntries(key.map((column) => [column, values[column] ?? null]));
}
