import type { ImportJob } from '@modellregion/subgraph-kit';
import type { StagedFile } from './stage-file.js';

/** Rejects good rows that have the key of an earlier good one: it is not clear which of them is meant, and the first counts. */
export async function rejectDoubles(
  client: ImportJob['client'],
  { staged }: StagedFile,
  key: readonly string[],
  column: string,
): Promise<void> {
  await client.query(
    `UPDATE ${staged.name} AS staged SET ok = false, fault_column = $1,
            fault_reason = 'the same key as line ' || ranked.first_line || ', which counts'
       FROM (SELECT ctid, row_number() OVER own AS nth, first_value(line) OVER own AS first_line
               FROM ${staged.name} WHERE ok WINDOW own AS (PARTITION BY ${key.join(', ')} ORDER BY record)) AS ranked
      WHERE ranked.ctid = staged.ctid AND ranked.nth > 1`,
    [column],
  );
}
