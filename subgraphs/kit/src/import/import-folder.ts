import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Client } from 'pg';
import { errorMessage, OperatorError } from '../database/operator-error.js';
import { localDateOf } from '../time/index.js';
import { lookAt, type FileHead } from './file-head.js';
import { Findings, type Finding } from './findings.js';
import { ImportFileError } from './import-error.js';
import type { ImportFormat, ImportJob } from './import-format.js';
import { totalOf, type FileReport, type ImportReport } from './import-report.js';
import {
  folderSources,
  SOURCES_FILE,
  type FolderSources,
  type SourceDescription,
} from './source-description.js';
import { fileBytes } from './utf8.js';

/** What one import of a folder is asked to do. */
export interface FolderImport {
  readonly subgraph: string;
  readonly formats: readonly ImportFormat[];
  /** Folder, or one file. */
  readonly from: string;
  /** Does everything and takes it back. */
  readonly dryRun: boolean;
  /** Leaves out files whose content is what was imported last. */
  readonly onlyChanged: boolean;
  readonly now: Date;
  /** Told how far a file has come. */
  readonly progress: (progress: ImportProgress) => void;
  /** Told every finding, whatever their number. */
  readonly finding: (file: string, finding: Finding) => void;
}

/** How far a file has come. */
export interface ImportProgress {
  readonly file: string;
  readonly bytesRead: number;
  readonly bytes: number;
  readonly records: number;
  readonly over: boolean;
}

/**
 * Imports every file of a folder that a subgraph knows, each in a transaction of its own: one that is interrupted or
 * fails leaves the database as it was, and the others go on.
 *
 * @param client for maintenance: without the time limits of requests
 * @throws OperatorError when the folder cannot be read
 */
export async function importFolder(
  client: Client,
  options: FolderImport,
): Promise<Omit<ImportReport, 'redrawn'>> {
  const { subgraph, formats, from, dryRun } = options;
  const { folder, heads } = lookAt(from);
  const sources = folderSources(folder);
  const known = formats.flatMap((format) =>
    heads
      .filter((head) => formats.find((it) => it.recognises(head)) === format)
      .map((file) => ({ format, file })),
  );
  const files: FileReport[] = [];
  const seen = new Map<string, string>();
  for (const { format, file } of known) {
    const source = { ...(await format.source(file)), ...sources.of(file.name) };
    const before = seen.get(source.id);
    seen.set(source.id, file.name);
    const one = { options, sources, format, file, source };
    files.push(before === undefined ? await importFile(client, one) : secondOfSet(one, before));
  }
  const left = heads.filter(
    ({ name }) => !known.some((it) => it.file.name === name || companions(it).includes(name)),
  );
  const namesOf = (some: readonly FileHead[]): readonly string[] => some.map(({ name }) => name);
  const notUtf8 = namesOf(left.filter(({ utf8 }) => !utf8));
  return { subgraph, from, dryRun, files, unknown: namesOf(left), notUtf8 };
}

/** Files beside one that belong to it. */
function companions({ format, file }: Pick<OneFile, 'format' | 'file'>): readonly string[] {
  const names = file.kind === 'file' ? (format.alongside ?? []) : [];
  return names.filter((name) => name !== file.name && existsSync(join(dirname(file.path), name)));
}

interface OneFile {
  readonly options: FolderImport;
  readonly sources: FolderSources;
  readonly format: ImportFormat;
  readonly file: FileHead;
  readonly source: SourceDescription;
}

async function importFile(client: Client, one: OneFile): Promise<FileReport> {
  const { options, format, file, source } = one;
  const begun = performance.now();
  const findings = new Findings((finding) => options.finding(file.name, finding));
  const ms = (): number => Math.round(performance.now() - begun);
  const told = () => ({
    warnings: findings.warnings,
    findings: findings.kept.toSorted((a, b) => (a.line ?? a.record) - (b.line ?? b.record)),
    findingsLeftOut: findings.total - findings.kept.length,
    ms: ms(),
  });
  const base = { file: file.name, format: format.name, title: format.title, source: source.id };
  try {
    const sha256 = await sumOf(one);
    if (options.onlyChanged && (await importedSum(client, source.id)) === sha256) {
      return { ...base, status: 'skipped', parts: [], reason: null, ...told() };
    }
    await client.query('BEGIN');
    // Two imports of one subgraph at once would each take the other's records for withdrawn.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('modellregion import', 0))`);
    const parts = await runFormat(client, one, findings);
    await remember(client, one, sha256, parts);
    await client.query(options.dryRun ? 'ROLLBACK' : 'COMMIT');
    return { ...base, status: 'imported', parts, reason: null, ...told() };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    if (error instanceof ImportFileError)
      return { ...base, status: 'failed', parts: [], reason: error.message, ...told() };
    throw new OperatorError(`${file.name} could not be imported and was taken back: ${errorMessage(error)}`);
  }
}

async function runFormat(client: Client, one: OneFile, findings: Findings): Promise<FileReport['parts']> {
  const { options, sources, format, file, source } = one;
  const state = { bytesRead: 0, records: 0 };
  const tell = (over: boolean): void => {
    options.progress({ file: file.name, bytes: file.bytes, ...state, over });
  };
  const retrievedOn = sources.retrievedOn(file);
  const job: ImportJob = {
    client,
    file,
    source,
    findings,
    today: localDateOf(options.now),
    bytes: (path) => counted(fileBytes(path), state),
    progress: (records) => {
      state.records = records;
      tell(false);
    },
    describe: (changes = {}) =>
      writeSource(client, { ...source, ...changes, ...sources.of(file.name) }, retrievedOn),
  };
  const parts = await format.run(job);
  for (const { name, counts } of parts) {
    const { read, inserted, updated, unchanged, merged, rejected } = counts;
    if (read !== inserted + updated + unchanged + merged + rejected) {
      throw new Error(`the counts of ${name} do not add up: ${JSON.stringify(counts)}`);
    }
  }
  if (parts.every(({ counts }) => counts.read === counts.rejected)) {
    throw new ImportFileError(`${file.name} has no record that could be taken over, so nothing was changed.`);
  }
  tell(true);
  return parts;
}

/** What is in use now, and from which content: the same file is known again by its sum. */
async function remember(
  client: Client,
  { options, format, file, source }: OneFile,
  sha256: string,
  parts: FileReport['parts'],
): Promise<void> {
  const { inserted, updated, unchanged, withdrawn } = totalOf({ parts });
  await client.query('UPDATE data_source SET record_count = $2 WHERE id = $1', [
    source.id,
    inserted + updated + unchanged,
  ]);
  await client.query(
    `INSERT INTO data_import AS known (source_id, format, file, sha256, imported_at, changed_at)
     VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN clock_timestamp() END)
     ON CONFLICT (source_id) DO UPDATE SET format = $2, file = $3, sha256 = $4, imported_at = $5,
       changed_at = coalesce(excluded.changed_at, known.changed_at)`,
    [source.id, format.name, file.name, sha256, options.now, inserted + updated + withdrawn > 0],
  );
}

async function* counted(bytes: AsyncIterable<Buffer>, state: { bytesRead: number }): AsyncGenerator<Buffer> {
  for await (const piece of bytes) {
    state.bytesRead += piece.length;
    yield piece;
  }
}

async function writeSource(client: Client, source: SourceDescription, retrievedOn: string): Promise<void> {
  const { id, title, publisher, licence, attribution, licenceUrl, notice, url } = source;
  await client.query(
    `INSERT INTO data_source (id, title, publisher, licence, attribution, licence_url, notice, url, retrieved_on, provenance)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'OPEN_DATA')
     ON CONFLICT (id) DO UPDATE SET title = $2, publisher = $3, licence = $4, attribution = $5, licence_url = $6,
       notice = $7, url = $8, retrieved_on = $9, provenance = 'OPEN_DATA'`,
    [id, title, publisher, licence, attribution, licenceUrl, notice, url, retrievedOn],
  );
}

async function importedSum(client: Client, sourceId: string): Promise<string | null> {
  const { rows } = await client.query<{ sha256: string }>(
    'SELECT sha256 FROM data_import WHERE source_id = $1',
    [sourceId],
  );
  return rows[0]?.sha256 ?? null;
}

/** Checksum of a file alone, or of the names and contents of all files that belong together. */
async function sumOf(one: Pick<OneFile, 'format' | 'file'>): Promise<string> {
  const { file } = one;
  const hash = createHash('sha256');
  const besides = companions(one).map((name) => join(dirname(file.path), name));
  const paths =
    file.kind === 'file' ? [file.path, ...besides] : file.members.map((name) => join(file.path, name));
  for (const path of paths) {
    if (!statSync(path).isFile()) continue;
    if (path !== file.path) hash.update(`${basename(path)}\0`);
    for await (const piece of fileBytes(path)) hash.update(piece);
  }
  return hash.digest('hex');
}

/** A second file of one record set would withdraw all that only the first one has. */
function secondOfSet(one: OneFile, before: string): FileReport {
  const { file, format, source } = one;
  const reason =
    `${before} holds the record set "${source.id}" already, and was imported. Leave one of the two in the folder, or ` +
    `give this one an "id" of its own in ${SOURCES_FILE}.`;
  const base = { file: file.name, format: format.name, title: format.title, source: source.id };
  return {
    ...base,
    status: 'failed',
    parts: [],
    warnings: 0,
    findings: [],
    findingsLeftOut: 0,
    reason,
    ms: 0,
  };
}
