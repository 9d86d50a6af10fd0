import { closeSync, openSync, writeSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import { errorMessage, OperatorError } from './database/operator-error.js';
import type { Subgraph } from './define-subgraph.js';
import { importInto, importSummary, totalOf, type ImportReport } from './import/index.js';
import { showImport } from './import-progress.js';
import type { ImportArguments } from './subgraph-arguments.js';

/**
 * Node's flags for an import in a process of its own. A file is streamed and needs little, but on a machine with much
 * memory Node would let garbage pile up all the same.
 */
export const IMPORT_FLAGS: readonly string[] = ['--max-old-space-size=160', '--max-semi-space-size=4'];

/** What a subgraph tells whoever started its import, instead of printing it. */
export interface ReportMessage {
  readonly type: 'imported';
  readonly report: ImportReport;
}

/**
 * `import`: takes a folder over and says what became of each file. Under the region's own `import`, which asks several
 * subgraphs, the report goes to it, as only all of them together know what nobody knows.
 *
 * @returns exit code: 1 when a file failed
 */
export async function runImport<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  url: string,
  { from, dryRun, json, findings }: ImportArguments,
  clock: Clock,
  signal: AbortSignal,
): Promise<number> {
  const sink = findingsFile(findings);
  const show = showImport(subgraph.name);
  try {
    const report = await importInto(subgraph, url, {
      from,
      dryRun,
      clock,
      signal,
      progress: show.progress,
      finding: sink.write,
    });
    show.end();
    if (process.connected) process.send?.({ type: 'imported', report } satisfies ReportMessage);
    else
      process.stdout.write(
        json ? `${JSON.stringify([report], null, 2)}\n` : importSummary([report], report.unknown),
      );
    return report.files.some(({ status }) => status === 'failed') ? 1 : 0;
  } finally {
    show.end();
    sink.close();
  }
}

/**
 * The import before a subgraph is served: only files that have changed, and no fault of one keeps it from serving.
 *
 * @param from folder with data files
 */
export async function importBeforeServing<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  url: string,
  from: string,
  clock: Clock,
  log: Logger,
): Promise<void> {
  if ((subgraph.formats ?? []).length === 0) return;
  const show = showImport(subgraph.name);
  try {
    const { files, redrawn } = await importInto(subgraph, url, {
      from,
      onlyChanged: true,
      clock,
      progress: show.progress,
    });
    for (const { file, status, reason, ...rest } of files) {
      if (status === 'failed') log.warn({ file, reason }, 'file not imported');
      else log.info({ file, status, ...totalOf(rest) }, 'open data');
    }
    if (redrawn) log.info('synthetic records drawn anew');
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    log.warn({ reason: error.message }, 'open data not imported');
  } finally {
    show.end();
  }
}

interface FindingsFile {
  readonly write: (file: string, finding: object) => void;
  readonly close: () => void;
}

/** Appends, as several subgraphs may write into one file, one after another. */
function findingsFile(path: string | null): FindingsFile {
  if (path === null) return { write: () => undefined, close: () => undefined };
  try {
    const handle = openSync(path, 'a');
    return {
      write: (file, finding) => {
        writeSync(handle, `${JSON.stringify({ file, ...finding })}\n`);
      },
      close: () => {
        closeSync(handle);
      },
    };
  } catch (error) {
    throw new OperatorError(
      `--findings ${path} cannot be written (${errorMessage(error)}): name another file.`,
    );
  }
}
