import type { ConformanceReport } from './run-conformance.js';
import type { RuleResult } from './rule.js';

const WORDS = { passed: 'ok', failed: 'FAILED', skipped: 'skipped' } as const;
const COLOURS = { passed: 32, failed: 31, skipped: 33 } as const;

/** The report for people: a line for each demand, what to do about those not met, the sum last. */
export function conformanceTable(
  { subgraph, url, results, conforms }: ConformanceReport,
  colour: boolean,
): string {
  const paint = (text: string, code: number): string =>
    colour ? `\u001B[${String(code)}m${text}\u001B[0m` : text;
  const width = Math.max(...results.map(({ rule }) => rule.length));
  const lines = results.flatMap((result) => lineOf(result, width, paint));
  const { passed, failed, skipped } = countsOf(results);
  const sum = `${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`;
  const verdict = conforms ? paint('conforms', COLOURS.passed) : paint('does not conform', COLOURS.failed);
  return `${subgraph} at ${url}\n\n${lines.join('\n')}\n\n${subgraph} ${verdict}: ${sum}.\n`;
}

function lineOf(
  { rule, what, status, why, remedy }: RuleResult,
  width: number,
  paint: (text: string, code: number) => string,
): readonly string[] {
  const word = paint(WORDS[status].padEnd(7), COLOURS[status]);
  const indent = ' '.repeat(width + 12);
  const remark = why === undefined || status === 'failed' ? '' : ` (${why})`;
  return [
    `  ${word}  ${rule.padEnd(width)}  ${what}${remark}`,
    ...(status === 'failed' ? [`${indent} Seen: ${why ?? ''}`, `${indent} Do:   ${remedy ?? ''}`] : []),
  ];
}

/** How many demands came out how. */
export function countsOf(results: readonly RuleResult[]): Readonly<Record<RuleResult['status'], number>> {
  const count = (status: RuleResult['status']): number => results.filter((it) => it.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
