import type { CheckOutcome, ShownFinding, ShownNote } from './outcome.js';
import { printable } from './printable.js';

/** The outcome for a pull request, in GitHub's Markdown. */
export function renderMarkdown({ findings, notes, rules, skipped, subgraphs }: CheckOutcome): string {
  const verdict =
    findings.length === 0
      ? '✅ **Nothing found.**'
      : `❌ **${findings.length === 1 ? 'One finding' : `${String(findings.length)} findings`}.**`;
  const scope = `${subgraphs.map(escaped).join(', ')}, ${String(rules.length)} rules`;
  return `${[
    `### Contract of the region\n\n${verdict} (${scope})`,
    ...findings.map(section),
    ...list('Worth a look', notes),
    ...list('Did not run', skipped),
  ].join('\n\n')}\n`;
}

function section({ code, column, file, fix, line, problem, rule, subgraph, why }: ShownFinding): string {
  return [
    `#### ${escaped(code ?? rule)} in ${escaped(subgraph)}`,
    '',
    `${escaped(file)}, line ${String(line)}, column ${String(column)}`,
    '',
    `> ${escaped(problem).replaceAll('\n', '\n> ')}`,
    '',
    `**Why:** ${escaped(why)}`,
    '',
    `**Do:** ${escaped(fix)}`,
  ].join('\n');
}

function list(title: string, notes: readonly ShownNote[]): readonly string[] {
  if (notes.length === 0) return [];
  const lines = notes.map(({ rule, subgraph, text }) => `- ${escaped(subgraph)}, ${rule}: ${escaped(text)}`);
  return [
    `<details><summary>${title}: ${String(notes.length)}</summary>\n\n${lines.join('\n')}\n\n</details>`,
  ];
}

/** Text of strangers makes no link, no mention, no markup. */
function escaped(text: string): string {
  return (
    printable(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replace(/[\\`*_{}[\]()#+!|~>-]/g, (letter) => `\\${letter}`)
      // A zero-width space keeps a directive from being read as the name of a person.
      .replaceAll('@', '@&#8203;')
      .replace(/\b(https?):\/\//g, '$1:&#8203;//')
  );
}
