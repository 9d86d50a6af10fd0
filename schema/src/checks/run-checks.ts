import { composeFiles, type CompositionProblem } from '../compose/compose.js';
import type { RegistryEntry } from '../registry/registry-entry.js';
import { readContract } from '../sdl/contract.js';
import { readSdl, type SdlFile } from '../sdl/read-sdl.js';
import { createCheckContext, type CheckContext } from './check-context.js';
import type { Finding } from './finding.js';
import { placeOf } from './place-of.js';
import { readShared } from './read-shared.js';
import type { Problem, Rule } from './rule.js';
import { RULES } from './rules.js';

/** The outcome of `modellregion check`. */
export interface CheckReport {
  readonly subgraphs: readonly string[];
  /** Names of all rules that ran, composition first. */
  readonly rules: readonly string[];
  /** In the order of the rules; within one by file and line. */
  readonly findings: readonly Finding[];
}

const COMPOSITION = 'composition';

/** Composes the registry's subgraphs and holds each against the rules. Broken SDL is a finding, never an error. */
export function runChecks(registry: readonly RegistryEntry[], rules: readonly Rule[] = RULES): CheckReport {
  return checkFiles(registry.map(readSdl), rules);
}

/** Like {@link runChecks}, for SDL that has been read already. */
export function checkFiles(files: readonly SdlFile[], rules: readonly Rule[] = RULES): CheckReport {
  const composition = composeFiles(files);
  const contracts = files.flatMap((file) =>
    file.kind === 'parsed' ? [readContract(file.entry, file.document)] : [],
  );
  const context = createCheckContext(
    files.map((file) => file.entry),
    contracts,
    readShared(),
  );
  return {
    subgraphs: files.map((file) => file.entry.name),
    rules: [COMPOSITION, ...rules.map((rule) => rule.name)],
    findings: [
      ...(composition.ok ? [] : composition.problems.map(compositionFinding)),
      ...rules.flatMap((rule) => findingsOf(rule, context)),
    ],
  };
}

function findingsOf(rule: Rule, context: CheckContext): readonly Finding[] {
  const findings = rule.find(context).map((problem) => toFinding(rule, problem));
  return findings.sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column,
  );
}

function toFinding(rule: Rule, { contract, node, problem, fix }: Problem): Finding {
  const { name, sdl } = contract.entry;
  return { rule: rule.name, subgraph: name, file: sdl, ...placeOf(node), problem, why: rule.why, fix };
}

function compositionFinding(problem: CompositionProblem): Finding {
  return {
    rule: COMPOSITION,
    subgraph: problem.subgraph ?? 'region',
    file: problem.place?.file ?? 'schema/registry',
    line: problem.place?.line ?? 1,
    column: problem.place?.column ?? 1,
    problem: `${problem.code}: ${problem.message}`,
    why: 'Subgraphs that do not compose have no supergraph, so the gateway could not start with them.',
    fix: problem.advice,
  };
}
