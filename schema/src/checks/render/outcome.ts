import type { PublicationReport, RuleResult } from '../publication/publication.js';
import type { Finding } from '../finding.js';
import type { CheckReport } from '../run-checks.js';

/** A finding as it is shown; rules that have one code only do without. */
export interface ShownFinding extends Finding {
  readonly code?: string;
}

/** What is worth a look and refuses nothing, or why a rule did not run. */
export interface ShownNote {
  readonly rule: string;
  readonly subgraph: string;
  readonly text: string;
}

/** The outcome of checks in the form that all renderers show. */
export interface CheckOutcome {
  readonly subgraphs: readonly string[];
  /** Names of all rules, in the order they ran. */
  readonly rules: readonly string[];
  readonly findings: readonly ShownFinding[];
  readonly notes: readonly ShownNote[];
  readonly skipped: readonly ShownNote[];
}

/** The outcome of one publication. */
export function outcomeOfPublication(report: PublicationReport): CheckOutcome {
  return outcomeOfAll(undefined, [report]);
}

/**
 * The outcome of a region's contracts and of the publications of some of them. A rule that stands in both is shown once.
 */
export function outcomeOfAll(
  contract: CheckReport | undefined,
  publications: readonly PublicationReport[],
): CheckOutcome {
  const shown = new Set(contract?.rules);
  const results = publications.flatMap(({ results: all, subgraph }) =>
    all.filter(({ rule }) => !shown.has(rule)).map((result) => ({ subgraph, result })),
  );
  return {
    subgraphs: contract?.subgraphs ?? publications.map(({ subgraph }) => subgraph),
    rules: [...new Set([...shown, ...results.map(({ result }) => result.rule)])],
    findings: [...(contract?.findings ?? []), ...results.flatMap(({ result }) => result.findings.map(plain))],
    notes: results.flatMap(({ result, subgraph }) =>
      result.notes.map((text) => ({ rule: result.rule, subgraph, text })),
    ),
    skipped: results.flatMap(({ result, subgraph }) => reasonOf(result, subgraph)),
  };
}

function plain({ code, ...finding }: ShownFinding): ShownFinding {
  const isName = code === undefined || code === finding.rule.toUpperCase().replaceAll('-', '_');
  return isName ? finding : { ...finding, code };
}

function reasonOf({ rule, skippedBecause }: RuleResult, subgraph: string): readonly ShownNote[] {
  return skippedBecause === undefined ? [] : [{ rule, subgraph, text: skippedBecause }];
}
