import type { Definitions } from '../../sdl/contract.js';
import { placeOf } from '../place-of.js';
import { readShared } from '../read-shared.js';
import { PUBLICATION_LIMITS } from './limits.js';
import type { PublicationFinding, PublicationInput, PublicationReport, RuleResult } from './publication.js';
import { createPublicationContext, type PublicationContext } from './publication-context.js';
import type { PublicationProblem, PublicationRule } from './publication-rule.js';
import { rulesFor } from './publication-rules.js';
import { sizeLimits, textProblems } from './rules/size-limits.js';

/** Told what is under way, so that whoever ends a check that takes too long knows where it was. */
export interface CheckProgress {
  readonly started: (rule: string) => void;
  readonly ended: (result: RuleResult) => void;
}

/**
 * Holds a publication against all rules, here and now: without the caps on time and memory that `checkPublication`
 * puts around it.
 */
export async function runPublicationRules(
  input: PublicationInput,
  progress: CheckProgress = { started: () => undefined, ended: () => undefined },
  rules: readonly PublicationRule[] = rulesFor(input),
  shared: Definitions = readShared(),
): Promise<PublicationReport> {
  const subgraph = input.candidate.entry.name;
  const results: RuleResult[] = [];
  const add = (result: RuleResult) => {
    results.push(result);
    progress.ended(result);
  };
  // What is released already was small enough.
  const floods =
    input.withdraws === true
      ? []
      : textProblems(input.candidate.sdl, { ...PUBLICATION_LIMITS, ...input.limits });
  if (floods.length > 0) {
    add(failed(sizeLimits, floods, input));
    for (const rule of rules) if (rule !== sizeLimits) add(skipped(rule, TOO_LARGE));
    return { status: 'refused', subgraph, results, composed: null };
  }
  const context = createPublicationContext(input, shared);
  for (const rule of rules) {
    progress.started(rule.name);
    add(await resultOf(rule, context, results));
  }
  const refused = results.some(({ status }) => status === 'failed');
  return {
    status: refused ? 'refused' : 'accepted',
    subgraph,
    results,
    composed: isDone(results, 'composition')
      ? { ...context.composed(), variants: variantsOf(context) }
      : null,
  };
}

function variantsOf(context: PublicationContext) {
  return context.variants().flatMap(({ after, name }) => {
    if (!after.ok) return [];
    const { apiSdl, supergraphSdl } = after;
    return [{ name, supergraphSdl, apiSdl }];
  });
}

const TOO_LARGE = 'The SDL is too large to be looked at.';

async function resultOf(
  rule: PublicationRule,
  context: PublicationContext,
  before: readonly RuleResult[],
): Promise<RuleResult> {
  const missing = missingFor(rule, context, before);
  if (missing !== undefined) return skipped(rule, missing);
  const verdict = await rule.check(context);
  const { notes = [], problems = [] } = verdict;
  if (verdict.skipped !== undefined) return { ...skipped(rule, verdict.skipped), notes };
  if (problems.length > 0) return { ...failed(rule, problems, context.input), notes };
  return { ...headOf(rule), status: 'completed', findings: [], notes };
}

/** Why a rule has nothing to judge by; undefined when it has. */
function missingFor(
  rule: PublicationRule,
  { file }: PublicationContext,
  before: readonly RuleResult[],
): string | undefined {
  if (before.some((result) => result.rule === sizeLimits.name && result.status === 'failed'))
    return TOO_LARGE;
  if (rule.needs === 'text') return undefined;
  if (file.kind === 'broken') return 'The SDL cannot be parsed.';
  if (rule.needs === 'supergraph' && !isDone(before, 'composition')) return 'The subgraphs do not compose.';
  return undefined;
}

function isDone(results: readonly RuleResult[], rule: string): boolean {
  return results.some((result) => result.rule === rule && result.status === 'completed');
}

function headOf({ code, name, why }: PublicationRule) {
  return { rule: name, code, why };
}

function skipped(rule: PublicationRule, skippedBecause: string): RuleResult {
  return { ...headOf(rule), status: 'skipped', skippedBecause, findings: [], notes: [] };
}

function failed(
  rule: PublicationRule,
  problems: readonly PublicationProblem[],
  input: PublicationInput,
): RuleResult {
  const findings = problems.map((problem) => toFinding(rule, problem, input));
  findings.sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column,
  );
  return { ...headOf(rule), status: 'failed', findings, notes: [] };
}

function toFinding(
  rule: PublicationRule,
  { code, fix, grant, node, place, problem, subgraph }: PublicationProblem,
  { candidate }: PublicationInput,
): PublicationFinding {
  return {
    rule: rule.name,
    code,
    subgraph: subgraph ?? candidate.entry.name,
    ...(place ?? { file: candidate.entry.sdl, ...placeOf(node) }),
    problem,
    why: rule.why,
    fix,
    ...(grant === undefined ? {} : { grant }),
  };
}
