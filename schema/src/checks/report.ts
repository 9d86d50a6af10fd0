import type { Finding } from './finding.js';
import type { CheckReport } from './run-checks.js';

/** The report for people: each finding with reason and advice, the summary last, where a terminal shows it. */
export function formatReport(report: CheckReport): string {
  const { findings, rules, subgraphs } = report;
  const scope = `${count(subgraphs.length, 'subgraph')} (${subgraphs.join(', ')}), ${count(rules.length, 'rule')}`;
  if (findings.length === 0) return `${scope}: nothing found.\n`;
  const perRule = rules
    .map((rule) => [rule, findings.filter((finding) => finding.rule === rule).length] as const)
    .filter(([, number]) => number > 0)
    .map(([rule, number]) => `${rule} ${String(number)}`);
  return `${findings.map(formatFinding).join('\n')}\n${scope}: ${count(findings.length, 'finding')}: ${perRule.join(', ')}.\n`;
}

function formatFinding({ column, file, fix, line, problem, rule, subgraph, why }: Finding): string {
  return [
    `${file}:${String(line)}:${String(column)}  ${rule}  [${subgraph}]`,
    `  ${problem.replaceAll('\n', '\n  ')}`,
    `  Why: ${why}`,
    `  Do:  ${fix}`,
    '',
  ].join('\n');
}

function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}
