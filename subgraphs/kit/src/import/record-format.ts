import type { Client } from 'pg';
import type { SeedRow } from '../synthetic/copy-rows.js';
import { FieldReader } from './field-reader.js';
import type { ImportFormat, ImportJob, PartReport } from './import-format.js';
import { followRows, type FollowingRows } from './following-rows.js';
import { mergeStaged, type MergeTarget } from './merge-staged.js';
import type { RecordReader } from './source-record.js';
import { StagedTable, type StagedRow } from './staged-table.js';
import { utf8Pieces } from './utf8.js';

/** A format whose every record becomes one row of a table, which rows of another one may follow from. */
export interface RecordFormat extends Omit<ImportFormat, 'run'> {
  /** How the text is taken apart. */
  readonly records: RecordReader;
  readonly target: MergeTarget;
  /** Columns that only {@link settle} needs: SQL type by name. */
  readonly extra?: Readonly<Record<string, string>>;
  /** The row of a record, key and values; what is wrong with it is told to `fields`. */
  readonly row: (fields: FieldReader) => SeedRow;
  /**
   * What depends on other records or on the database, in SQL over the staged table: what is missing is filled in, what
   * does not fit is rejected, records that belong together are made one.
   *
   * @returns how many records went into another one
   */
  readonly settle?: (client: Client, staged: StagedTable, job: ImportJob) => Promise<number>;
  /** Rows of another table that follow from the same records. They have no counts of their own. */
  readonly following?: FollowingRows;
}

const PROGRESS_EVERY = 1_000;

/** Reads, stages, settles and merges one file. */
export function recordFormat(format: RecordFormat): ImportFormat {
  const { name, title, recognises, source } = format;
  return { name, title, recognises, source, run: (job) => run(format, job) };
}

async function run(format: RecordFormat, job: ImportJob): Promise<readonly PartReport[]> {
  const { client, file, findings } = job;
  const { key, values, table } = format.target;
  const staged = await StagedTable.create(client, {
    name: 'staged',
    like: { table, columns: [...key, ...values] },
    ...(format.extra === undefined ? {} : { extra: format.extra }),
  });
  const counter = { read: 0, rejected: 0 };
  await staged.write(stagedRows(format, job, counter));
  const combined = (await format.settle?.(client, staged, job)) ?? 0;
  await job.describe();
  const context = { sourceId: job.source.id, today: job.today };
  const following = await followRows(client, staged, format, context);
  const { merged, ...counts } = await mergeStaged(client, staged, format.target, context);
  await following.merge();
  const rejected = counter.rejected + (await staged.tellFaults(findings));
  return [
    {
      name: file.name,
      counts: { ...counts, read: counter.read, merged: merged + combined + following.merged, rejected },
    },
  ];
}

async function* stagedRows(
  { records, row, target }: RecordFormat,
  job: ImportJob,
  counter: { read: number; rejected: number },
): AsyncGenerator<StagedRow> {
  const { file, findings } = job;
  const fields = new FieldReader(findings);
  const unreadable = (): void => {
    counter.read += 1;
    counter.rejected += 1;
  };
  const text = utf8Pieces(job.bytes(file.path), file.name);
  for await (const record of records({ text, name: file.name, findings, unreadable })) {
    counter.read += 1;
    if (counter.read % PROGRESS_EVERY === 0) job.progress(counter.read);
    fields.turnTo(record);
    const values = row(fields);
    const ok = !fields.rejected;
    if (!ok) counter.rejected += 1;
    const { line, record: place } = record;
    yield { line, record: place, ok, values: ok ? values : keyOnly(values, target.key) };
  }
  job.progress(counter.read);
}

/** A rejected record must not be staged with values that may not even fit their column. */
function keyOnly(values: SeedRow, key: readonly string[]): SeedRow {
  return Object.fromEntries(key.map((column) => [column, values[column] ?? null]));
}
