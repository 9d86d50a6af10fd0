import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  fixedClock,
  importInto,
  totalOf,
  type FileReport,
  type ImportReport,
  type Subgraph,
} from '@modellregion/subgraph-kit';
import type { TestDatabase } from './database.js';

/** Content by name of a file. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** Imports files that exist for as long as the import takes. */
export async function importFiles<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  { url }: Pick<TestDatabase, 'url'>,
  files: Files,
  now = '2026-11-30T12:00:00+01:00',
): Promise<ImportReport> {
  const from = await mkdtemp(join(tmpdir(), 'modellregion-import-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(from, name), content);
    return await importInto(subgraph, url, { from, clock: fixedClock(now) });
  } finally {
    await rm(from, { recursive: true, force: true });
  }
}

/** What became of the records of each file, by its name; the reason where it failed. Counts of 0 are left out. */
export function outcomes({ files }: ImportReport): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    files.map((file) => [
      file.file,
      file.reason ?? Object.fromEntries(Object.entries(totalOf(file)).filter(([, count]) => count > 0)),
    ]),
  );
}

/** Findings of one file: `line 3, ags: …`, or `record 3, …` where the format has no lines. */
export function findingsOf({ findings }: Pick<FileReport, 'findings'>): readonly string[] {
  return findings.map(({ level, line, record, column, reason }) => {
    const place = line === null ? `record ${record}` : `line ${line}`;
    return `${place}${column === null ? '' : `, ${column}`}: ${level === 'warning' ? 'warning: ' : ''}${reason}`;
  });
}

/** The folder with the published files themselves; null where it is not. */
export const OPEN_DATA_FOLDER: string | null =
  [process.env['MODELLREGION_DATA'], fileURLToPath(new URL('../../../shared/data', import.meta.url))].find(
    (folder) => folder !== undefined && existsSync(folder),
  ) ?? null;
