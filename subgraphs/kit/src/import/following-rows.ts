import { escapeIdentifier, type Client } from 'pg';
import {
  HELD_BY_ANOTHER,
  mergeDoubles,
  mergeStaged,
  sameKeyOf,
  type MergeContext,
  type MergeTarget,
} from './merge-staged.js';
import { StagedTable } from './staged-table.js';

/** Rows of a table that follow from records which have a table of their own, as figures of an area follow from it. */
export interface FollowingRows {
  readonly target: MergeTarget;
  /**
   * SQL over the table `staged` that gives `line`, `record`, `ok`, then key and values of the target; no two rows have
   * one key. It gives rows for rejected records too, as far as their keys tell: those are not taken for withdrawn.
   */
  readonly select: string;
}

/** What {@link followRows} has set out. */
export interface SetOut {
  /** Records that were equal to an earlier one in all that is known of them. */
  readonly merged: number;
  /** Brings the other table into step, once the records are in theirs. */
  readonly merge: () => Promise<void>;
}

interface Followed {
  readonly target: MergeTarget;
  readonly extra?: Readonly<Record<string, string>>;
  readonly following?: FollowingRows;
}

/**
 * Works out the rows that follow from staged records. A record of which such a row is new or has changed counts as
 * updated, although its own row may be the same.
 */
export async function followRows(
  client: Client,
  staged: StagedTable,
  { target: own, extra = {}, following }: Followed,
  context: MergeContext,
): Promise<SetOut> {
  if (following === undefined) return { merged: 0, merge: () => Promise.resolve() };
  const { target, select } = following;
  // Records that differ only in what goes into the other table are not equal.
  const values = [...own.values, ...Object.keys(extra)];
  const merged = await mergeDoubles(client, staged, { ...own, values });
  const columns = [...target.key, ...target.values];
  const rows = await StagedTable.following(client, { name: 'following', columns, select });
  await touch(client, staged, rows, target, context);
  return {
    merged,
    merge: async () => {
      await mergeStaged(client, rows, target, context);
    },
  };
}

/** Marks the records of which a row is not in the other table as it should be. */
async function touch(
  client: Client,
  records: StagedTable,
  rows: StagedTable,
  target: MergeTarget,
  { sourceId }: MergeContext,
): Promise<void> {
  const same = target.values.map(
    (it) => `target.${escapeIdentifier(it)} IS NOT DISTINCT FROM staged.${escapeIdentifier(it)}`,
  );
  const inStep = ['target.source_id = $1', 'target.withdrawn_on IS NULL', ...same].join(' AND ');
  await client.query(
    `UPDATE ${records.name} AS record SET touched = true FROM ${rows.name} AS staged
      WHERE staged.ok AND staged.record = record.record AND NOT EXISTS (
        SELECT FROM ${target.table} AS target JOIN data_source AS owner ON owner.id = target.source_id
         WHERE ${sameKeyOf(target)} AND (${HELD_BY_ANOTHER} OR ${inStep}))`,
    [sourceId, target.takesOver ?? []],
  );
}
