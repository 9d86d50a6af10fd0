import type { PreparedProgram, Variant } from '../operations/operation-cache.js';
import type { Program, RequestPart, RequestPlan, RequiredField, RequiredVariant } from '../plan/program.js';
import type { ExplainedPart, ExplainedPlan, ExplainedRequest } from './explanation.js';

/** Who asks for what, and after whom. */
export function explainRequests({ linked }: PreparedProgram): readonly Omit<ExplainedRequest, 'calls'>[] {
  return linked.requests.map(({ plan }) => ({
    subgraph: plan.subgraph,
    kind: plan.isMutation ? 'mutation' : 'query',
    after: plan.after,
    parts: plan.parts.map((part) => explainPart(part, linked.typeSets)),
    query: plan.query,
    variables: plan.variables,
  }));
}

/** @param cached whether the plan was there before it was asked for */
export function explainPlan(program: PreparedProgram, variant: Variant, cached: boolean): ExplainedPlan {
  return {
    cached,
    planningMs: cached ? null : rounded(program.planningMs),
    conditions: variant.conditions,
    labels: variant.labels,
    stages: stagesOf(program.linked.requests.map(({ plan }) => plan)),
    text: program.text,
  };
}

/** Milliseconds with a tenth: more digits say nothing. */
export const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

/** A request's stage is the one after the last that it waits for. */
function stagesOf(requests: readonly RequestPlan[]): readonly (readonly number[])[] {
  const stages: number[][] = [];
  const stageOf: number[] = [];
  for (const [index, { after }] of requests.entries()) {
    const stage = Math.max(-1, ...after.map((it) => stageOf[it] ?? -1)) + 1;
    stageOf.push(stage);
    (stages[stage] ??= []).push(index);
  }
  return stages;
}

type TypeSets = Program['typeSets'];

function explainPart(part: RequestPart, sets: TypeSets): ExplainedPart {
  if (part.kind === 'root') return { kind: 'root', path: part.path.join('.') };
  return {
    kind: 'entities',
    paths: part.places.map(({ path }) => path.join('.')),
    keys: [...new Set(part.requires.map((variant) => keyText(variant, sets)))],
    fromContext: part.contexts.map(({ steps }) => steps.map(({ from }) => from).join('.')),
  };
}

function keyText({ on, fields }: RequiredVariant, sets: TypeSets): string {
  const constant = fields.find(({ to }) => to === '__typename')?.constant ?? null;
  const names = constant ?? (on === null ? 'any' : (sets[on] ?? []).join(' | '));
  return `${names} { ${fieldsText(fields, sets)} }`;
}

function fieldsText(fields: readonly RequiredField[], sets: TypeSets): string {
  return fields
    .filter(({ to }) => to !== '__typename')
    .map(({ to, under }) => (under === null ? to : `${to} { ${underText(under, sets)} }`))
    .join(' ');
}

function underText(under: readonly RequiredVariant[], sets: TypeSets): string {
  return under
    .map(({ on, fields }) =>
      on === null ? fieldsText(fields, sets) : `... on ${keyText({ on, fields }, sets)}`,
    )
    .join(' ');
}
