import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { prettyFormatQueryPlan, QueryPlanner } from '@apollo/query-planner';
import { buildSchema, getOperationAST, parse, print, printSchema, type GraphQLSchema } from 'graphql';
import { interfaceObjects, possibleTypes } from './abstract-types.js';
import { analyseOperation, type AnalysisFacts } from './analyse-operation.js';
import { compileProgram, type CompilerFacts } from './compile-program.js';
import { guardedFields } from './guarded-fields.js';
import { freeMark, plannerSupergraph, requiredNames } from './lifted-requirements.js';
import { TooExpensive } from './limits.js';
import type { AnalyseReply, AnalyseRequest, PlannerData, PlanReply, PlanRequest } from './messages.js';
import { normaliseOperation, type Specialised } from './normalise-operation.js';
import { InternalNames, operationParts } from './operation-parts.js';
import { overrideLabels } from './override-labels.js';
import { SUPERGRAPH_FEATURES } from '@modellregion/schema';

/** The planner of one supergraph. It blocks whoever calls it, so it lives in a thread of its own. */
export interface Planner {
  /** SDL of the schema that clients see. */
  readonly apiSdl: string;
  analyse(request: AnalyseRequest): AnalyseReply;
  plan(request: PlanRequest): PlanReply;
}

/** @throws Error if the supergraph cannot be loaded */
export function createPlanner({ supergraphSdl, introspection, maxTokens, tellsUsage }: PlannerData): Planner {
  const document = parse(supergraphSdl, { noLocation: true });
  const rewritten = plannerSupergraph(document);
  const features = new Set(SUPERGRAPH_FEATURES);
  // The schema that clients see comes from the supergraph as it is; only the planner sees the rewritten one.
  const apiSchema = Supergraph.build(supergraphSdl, { supportedFeatures: features })
    .apiSchema()
    .toGraphQLJSSchema();
  const supergraph = Supergraph.build(print(rewritten.document), {
    supportedFeatures: features,
    validateSupergraph: false,
  });
  const planner = new QueryPlanner(supergraph, {
    debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS, bypassPlannerForSingleSubgraph: false },
  });
  const plannerApi = supergraph.apiSchema();
  const apiSdl = printSchema(apiSchema);
  const schema = buildSchema(apiSdl, { assumeValid: true });
  const facts: CompilerFacts = {
    possible: possibleTypes(rewritten.document),
    lifted: rewritten.lifted,
    uses: rewritten.uses,
    interfaceObjects: interfaceObjects(document),
  };
  const analysis: AnalysisFacts = {
    schema,
    guarded: guardedFields(document),
    labels: overrideLabels(document),
    introspection,
    maxTokens,
    tellsUsage,
  };
  const mark = freeMark(supergraphSdl, 'a');
  const labels = [...analysis.labels.values()].flat();
  const taken = requiredNames(rewritten.document);
  return {
    apiSdl,
    analyse: (request) => told(() => analyseOperation(request, analysis)),
    plan: (request) =>
      told((): PlanReply => {
        const given = specialise(request, schema, taken, mark);
        const normalised = normaliseOperation(given);
        const plan =
          normalised === null
            ? null
            : planner.buildQueryPlan(operationFromDocument(plannerApi, normalised, { validate: false }), {
                overrideConditions: new Map(labels.map((label) => [label, request.labels.includes(label)])),
              });
        const program = compileProgram(plan, given, facts);
        const text = plan === null ? '' : prettyFormatQueryPlan(plan);
        return { kind: 'planned', program, text, bytes: 2 * JSON.stringify(program).length + text.length };
      }),
  };
}

/** Plans compared for one operation; with more the best is hardly better and time runs out. */
const MAX_EVALUATED_PLANS = 1_000;

/** What goes wrong becomes a reply. */
function told<T>(
  work: () => T,
): T | { readonly kind: 'too-expensive' } | { readonly kind: 'failed'; readonly reason: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof TooExpensive || error instanceof RangeError) return { kind: 'too-expensive' };
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

function specialise(
  request: PlanRequest,
  schema: GraphQLSchema,
  taken: ReadonlySet<string>,
  mark: string,
): Specialised {
  const document = parse(request.source, { noLocation: true });
  const operation = getOperationAST(document, request.operationName);
  if (operation === null || operation === undefined) throw new TypeError('no such operation');
  return {
    ...operationParts(document, operation),
    schema,
    conditions: request.conditions,
    names: new InternalNames(document, operation, taken, mark),
  };
}
