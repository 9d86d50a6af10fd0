import type { Client } from 'pg';
import { pino } from 'pino';
import type { Clock } from '../clock.js';
import { openForMaintenance } from '../database/maintenance-client.js';
import type { SeedProfile, Subgraph } from '../define-subgraph.js';
import { SEED_TABLE } from '../seed-table.js';
import type { Finding } from './findings.js';
import { importFolder, type ImportProgress } from './import-folder.js';
import { totalOf, type FileReport, type ImportReport } from './import-report.js';

export interface ImportOptions {
  /** Folder with data files, or one file. */
  readonly from: string;
  readonly dryRun?: boolean;
  /** Leaves out files whose content is what was imported last. */
  readonly onlyChanged?: boolean;
  readonly clock: Clock;
  readonly progress?: (progress: ImportProgress) => void;
  readonly finding?: (file: string, finding: Finding) => void;
  /** A stop takes back what is under way. */
  readonly signal?: AbortSignal;
}

/**
 * Imports a folder into the database of a subgraph, then brings its synthetic records into line: those that rest on
 * imported ones, as timetables rest on stops, are drawn anew.
 *
 * @throws OperatorError
 */
export async function importInto<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  url: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const { from, dryRun = false, onlyChanged = false, clock, signal } = options;
  const client = await openForMaintenance(url, `${subgraph.name} import`, false);
  const stop = (): void => void client.end();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const report = await importFolder(client, {
      subgraph: subgraph.name,
      formats: subgraph.formats ?? [],
      from,
      dryRun,
      onlyChanged,
      now: clock.now(),
      progress: options.progress ?? (() => undefined),
      finding: options.finding ?? (() => undefined),
    });
    if (dryRun) return { ...report, redrawn: false };
    const redrawn = await redrawSynthetic(subgraph, client, clock);
    // Fresh statistics: until autovacuum comes by, the planner would not choose the indexes.
    if (redrawn || report.files.some(changedSomething)) await client.query('ANALYZE');
    return { ...report, redrawn };
  } finally {
    signal?.removeEventListener('abort', stop);
    await client.end().catch(() => undefined);
  }
}

function changedSomething(file: FileReport): boolean {
  const { inserted, updated, withdrawn } = totalOf(file);
  return inserted + updated + withdrawn > 0;
}

/**
 * Draws synthetic records anew that are older than the last change of an imported one. Judged by what the database
 * remembers, so that a stop between import and drawing is made up for by the next import.
 */
async function redrawSynthetic<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  client: Client,
  clock: Clock,
): Promise<boolean> {
  if (subgraph.redraw === undefined || !(await hasSeedTable(client))) return false;
  await client.query('BEGIN');
  try {
    await client.query(`LOCK TABLE ${SEED_TABLE} IN EXCLUSIVE MODE`);
    const { rows } = await client.query<{ profile: SeedProfile }>(
      `SELECT profile FROM ${SEED_TABLE} WHERE seeded_at < (SELECT max(changed_at) FROM data_import)`,
    );
    const profile = rows[0]?.profile;
    if (profile !== undefined) {
      await subgraph.redraw({ client, profile, clock, log: pino({ name: subgraph.name }) });
      await client.query(`UPDATE ${SEED_TABLE} SET seeded_at = clock_timestamp()`);
    }
    await client.query('COMMIT');
    return profile !== undefined;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function hasSeedTable(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    SEED_TABLE,
  ]);
  return rows[0]?.there === true;
}
