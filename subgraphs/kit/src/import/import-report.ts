import type { Finding } from './findings.js';
import type { RecordCounts } from './import-format.js';

/** What happened to one file. */
export interface FileReport {
  readonly file: string;
  /** Short name of the format. */
  readonly format: string;
  /** What it is, for people. */
  readonly title: string;
  /** Id of the record set. */
  readonly source: string;
  /** `skipped`: its content is what was imported last, and only changed files were asked for. */
  readonly status: 'imported' | 'skipped' | 'failed';
  /** Of the file, or of each member of a feed. */
  readonly parts: readonly { readonly name: string; readonly counts: RecordCounts }[];
  readonly warnings: number;
  readonly findings: readonly Finding[];
  /** Findings that are not in `findings`. */
  readonly findingsLeftOut: number;
  /** Why it failed. */
  readonly reason: string | null;
  readonly ms: number;
}

/** What an import did to one subgraph. */
export interface ImportReport {
  readonly subgraph: string;
  readonly from: string;
  readonly dryRun: boolean;
  readonly files: readonly FileReport[];
  /** Files and folders of a format this subgraph does not know. */
  readonly unknown: readonly string[];
  /** Those of them that are not UTF-8: a format that is known here may only be unreadable in them. */
  readonly notUtf8: readonly string[];
  /** Whether synthetic records were drawn anew, because they rest on imported ones. */
  readonly redrawn: boolean;
}

/** Records of all parts together. */
export function totalOf({ parts }: Pick<FileReport, 'parts'>): RecordCounts {
  const sum = { read: 0, inserted: 0, updated: 0, unchanged: 0, merged: 0, rejected: 0, withdrawn: 0 };
  for (const { counts } of parts) {
    for (const name of COUNTS) sum[name] += counts[name];
  }
  return sum;
}

const COUNTS = ['read', 'inserted', 'updated', 'unchanged', 'merged', 'rejected', 'withdrawn'] as const;

/** So many findings of a file are printed; the others are in `--json` and `--findings`. */
const PRINTED = 10;

/**
 * The summary for a terminal: a row a file, findings below it, at last what was left alone.
 *
 * @param leftAlone what no subgraph knows
 */
export function importSummary(reports: readonly ImportReport[], leftAlone: readonly string[]): string {
  const rows = reports.flatMap(({ subgraph, files }) => files.map((file) => ({ subgraph, file })));
  const cells = rows.flatMap(({ subgraph, file }) => cellsOf(subgraph, file));
  const header = ['subgraph', 'file', ...COUNTS, ''];
  const widths = header.map((name, i) =>
    Math.max(name.length, ...cells.map(({ row }) => (row[i] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i < 2 || i > 8 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const out = rows.length === 0 ? [] : [line(header)];
  for (const { row, file } of cells) {
    out.push(line(row));
    if (file !== null) out.push(...remarks(file));
  }
  if (leftAlone.length > 0) {
    const notUtf8 = new Set(reports.flatMap((report) => report.notUtf8));
    const names = leftAlone.map((name) => (notUtf8.has(name) ? `${name} (not UTF-8)` : name));
    out.push('', `Left alone, of no format that is known here: ${names.join(', ')}`);
  }
  for (const { subgraph, redrawn } of reports) {
    if (redrawn) out.push(`${subgraph}: synthetic records that rest on imported ones were drawn anew`);
  }
  if (reports.some(({ dryRun }) => dryRun)) out.push('Dry run: nothing was changed.');
  return `${out.join('\n')}\n`;
}

/** The file's own row comes with its remarks; the members of a feed follow as rows of their own. */
function cellsOf(
  subgraph: string,
  file: FileReport,
): readonly { readonly row: readonly string[]; readonly file: FileReport | null }[] {
  const numbers = (counts: RecordCounts): string[] => COUNTS.map((name) => counts[name].toLocaleString('en'));
  if (file.status !== 'imported') {
    const what = file.status === 'skipped' ? 'as imported before' : 'FAILED, nothing changed';
    return [{ row: [subgraph, file.file, ...COUNTS.map(() => ''), what], file }];
  }
  const own = {
    row: [subgraph, file.file, ...numbers(totalOf(file)), `${(file.ms / 1_000).toFixed(1)} s`],
    file,
  };
  if (file.parts.length < 2) return [own];
  return [
    own,
    ...file.parts.map((part) => ({ row: ['', `  ${part.name}`, ...numbers(part.counts)], file: null })),
  ];
}

function remarks({ file, reason, findings, findingsLeftOut, warnings }: FileReport): readonly string[] {
  const texts = findings
    .slice(0, PRINTED)
    .map((it) => `    ${place(file, it)}: ${it.level === 'warning' ? 'warning: ' : ''}${it.reason}`);
  const more = findings.length - texts.length + findingsLeftOut;
  return [
    ...(reason === null ? [] : [`    ${reason}`]),
    ...texts,
    ...(more > 0
      ? [
          `    … and ${more.toLocaleString('en')} more (${warnings.toLocaleString('en')} warnings in all); --findings FILE writes all of them`,
        ]
      : []),
  ];
}

/** `stops.csv, line 3, lat`; of a file of a feed `feed.zip/stops.txt, line 3, stop_lat`. */
function place(file: string, { member, line, record, column }: Finding): string {
  const name = member === undefined ? file : `${file}/${member}`;
  const where = line !== null ? `, line ${line}` : record === 0 ? '' : `, record ${record}`;
  return `${name}${where}${column === null ? '' : `, ${column}`}`;
}
