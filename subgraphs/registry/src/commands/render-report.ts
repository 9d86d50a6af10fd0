import { printable, type PublicationReport } from '@modellregion/schema/checks';

/** A report for the terminal: what refused it, why and what to do; the verdict last. Text of partners is made harmless. */
export function renderReport({ subgraph, status, results }: PublicationReport): string {
  const findings = results
    .flatMap((result) => result.findings)
    .map(
      ({ code, file, line, column, problem, why, fix }) =>
        `${file}:${String(line)}:${String(column)}  ${code}\n  ${problem}\n  Why: ${why}\n  Do:  ${fix}\n`,
    );
  const notes = results.flatMap((result) => result.notes).map((note) => `note: ${note}\n`);
  const failed = results.filter((result) => result.status === 'failed').map(({ code }) => code);
  const verdict = status === 'accepted' ? 'accepted' : `refused by ${failed.join(', ')}`;
  return printable(`${[...findings, ...notes].join('\n')}${subgraph}: ${verdict}.\n`);
}
