import { Findings, type Finding, type RecordReader } from '@modellregion/subgraph-kit';

/** A text as it comes from a disk: in small pieces that end anywhere, also inside a character. */
export async function* pieces(bytes: Buffer | string, size = 7): AsyncGenerator<Buffer> {
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length; at += size) {
    await Promise.resolve();
    yield all.subarray(at, at + size);
  }
}

/** Reads a text to its end: line and columns of every record, and what was found. */
export async function recordsOf(
  reader: RecordReader,
  text: AsyncIterable<Buffer>,
  columns: readonly string[],
): Promise<{
  readonly records: unknown[][];
  readonly findings: readonly Finding[];
  readonly unreadable: number;
}> {
  const findings = new Findings();
  const records: unknown[][] = [];
  let unreadable = 0;
  const input = { text, name: 'test.txt', findings, unreadable: () => (unreadable += 1) };
  for await (const record of reader({ ...input, unreadable: () => void input.unreadable() })) {
    records.push([record.line, ...columns.map((column) => record.get(column))]);
  }
  return { records, findings: findings.kept, unreadable };
}
