import { styleText } from 'node:util';
import type { CheckOutcome, ShownFinding, ShownNote } from './outcome.js';
import { printableAll } from './printable.js';

type Colour = Parameters<typeof styleText>[0];

/** Whether a stream shows colours: a terminal whose user has not asked for none (https://no-color.org). */
export function showsColour(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/**
 * The outcome for people: each finding with reason and advice, the summary last, where a terminal shows it. No text of it
 * steers the terminal: partners wrote some, and a registry that is not ours may have sent all.
 */
export function renderTerminal(outcome: CheckOutcome, isColoured = false): string {
  const paint = (colour: Colour, text: string) =>
    isColoured ? styleText(colour, text, { validateStream: false }) : text;
  const { findings, notes, rules, skipped, subgraphs } = printableAll(outcome);
  const scope = `${count(subgraphs.length, 'subgraph')} (${subgraphs.join(', ')}), ${count(rules.length, 'rule')}`;
  const blocks = [
    ...findings.map((finding) => findingBlock(finding, paint)),
    ...noteBlock('note', notes, (text) => paint('yellow', text)),
    ...noteBlock('skipped', merged(skipped), (text) => paint('dim', text)),
  ];
  const summary =
    findings.length === 0
      ? paint('green', `${scope}: nothing found.`)
      : paint('red', `${scope}: ${count(findings.length, 'finding')}: ${perRule(rules, findings)}.`);
  return `${[...blocks, summary].join('\n')}\n`;
}

function findingBlock(
  { code, column, file, fix, line, problem, rule, subgraph, why }: ShownFinding,
  paint: (colour: Colour, text: string) => string,
): string {
  const what = code === undefined ? rule : `${rule}  ${code}`;
  return [
    `${paint('bold', `${file}:${String(line)}:${String(column)}`)}  ${paint('red', what)}  [${subgraph}]`,
    `  ${indented(problem)}`,
    paint('dim', `  Why: ${indented(why)}`),
    `  Do:  ${indented(fix)}`,
    '',
  ].join('\n');
}

function noteBlock(
  word: string,
  notes: readonly ShownNote[],
  paint: (text: string) => string,
): readonly string[] {
  if (notes.length === 0) return [];
  const lines = notes.map(({ rule, subgraph, text }) =>
    paint(`${word}  ${rule}  [${subgraph}]  ${indented(text)}`),
  );
  return [`${lines.join('\n')}\n`];
}

/** What was skipped for the same reason in several subgraphs or by several rules, in one line. */
function merged(notes: readonly ShownNote[]): readonly ShownNote[] {
  const rules = new Map<string, { rules: Set<string>; subgraphs: Set<string> }>();
  for (const { rule, subgraph, text } of notes) {
    const entry = rules.get(text) ?? { rules: new Set(), subgraphs: new Set() };
    entry.rules.add(rule);
    entry.subgraphs.add(subgraph);
    rules.set(text, entry);
  }
  return [...rules].map(([text, entry]) => ({
    rule: entry.rules.size > 3 ? `${String(entry.rules.size)} rules` : [...entry.rules].join(', '),
    subgraph: [...entry.subgraphs].join(', '),
    text,
  }));
}

function perRule(rules: readonly string[], findings: readonly ShownFinding[]): string {
  return rules
    .map((rule) => [rule, findings.filter((finding) => finding.rule === rule).length] as const)
    .filter(([, number]) => number > 0)
    .map(([rule, number]) => `${rule} ${String(number)}`)
    .join(', ');
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}
