import type { CheckOutcome, ShownFinding } from './outcome.js';
import { printable } from './printable.js';

/** The outcome for code scanning: SARIF 2.1.0 (OASIS), one run, one rule for each code. */
export function renderSarif({ findings }: CheckOutcome): string {
  const ids = [...new Set(findings.map(idOf))];
  const rules = ids.flatMap((id) => {
    const finding = findings.find((one) => idOf(one) === id);
    if (finding === undefined) return [];
    return [
      {
        id,
        name: finding.rule,
        shortDescription: { text: finding.why },
        defaultConfiguration: { level: 'error' },
      },
    ];
  });
  const run = {
    tool: { driver: { name: 'modellregion check', rules } },
    columnKind: 'utf16CodeUnits',
    results: findings.map((finding) => resultOf(finding, ids)),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(finding: ShownFinding, ids: readonly string[]) {
  const { column, file, fix, line, problem } = finding;
  return {
    ruleId: idOf(finding),
    ruleIndex: ids.indexOf(idOf(finding)),
    level: 'error',
    message: { text: printable(`${problem}\n${fix}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    // The same finding on another line is the same finding.
    partialFingerprints: { 'problem/v1': `${idOf(finding)}:${problem}` },
  };
}

function idOf({ code, rule }: ShownFinding): string {
  return code ?? rule.toUpperCase().replaceAll('-', '_');
}
