import { buildSchema, Kind } from 'graphql';
import { inspectConfig } from '../config.js';
import { reasonOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';
import { variableReader } from '../execute/coerce-variables.js';
import { linkProgram } from '../execute/link-program.js';
import { MAX_TOKENS } from '../operations/limits.js';
import type { Analysis, AnalyseReply } from '../plan/messages.js';
import { createPlanner, type Planner } from '../plan/planner.js';
import { SUPERGRAPH_FEATURES } from '@modellregion/schema';
import { readSupergraph } from '../supergraph/supergraph-source.js';
import type { ExplainRequest } from './explain-options.js';
import { explainPlan, explainRequests } from './explain-plan.js';
import type { Explanation } from './explanation.js';
import type { WrittenOperation } from './read-operation.js';

/**
 * Plans an operation as the gateway would, and asks nobody.
 *
 * @throws StartupError if it cannot be planned
 */
export function planOnly(
  { file, source }: WrittenOperation,
  request: ExplainRequest,
  env: NodeJS.ProcessEnv,
): Explanation {
  const planner = loadPlanner(request.supergraph, env);
  const { operationName } = request;
  const analysis = analysed(planner.analyse({ kind: 'analyse', source, operationName }), file);
  const labels = labelsOf(request.labels, analysis);
  const conditions = conditionsOf(request.variables, analysis, planner);
  const started = performance.now();
  const reply = planner.plan({ kind: 'plan', source, operationName, conditions, labels });
  if (reply.kind !== 'planned') throw new StartupError(`${file}: ${refusalText(reply)}`);
  const planningMs = performance.now() - started;
  const program = { linked: linkProgram(reply.program), text: reply.text, planningMs };
  return {
    operationName: analysis.operationName,
    plan: explainPlan(program, { key: '', conditions, labels }, false),
    requests: explainRequests(program).map((it) => ({ ...it, calls: null })),
    durationMs: null,
  };
}

function loadPlanner(file: string | null, env: NodeJS.ProcessEnv): Planner {
  const argv = file === null ? [] : ['--supergraph', file];
  // Only this setting is looked at: what else is wrong with the environment keeps nobody from planning.
  const { supergraphFile } = inspectConfig(argv, env).config;
  const { sdl } = readSupergraph(supergraphFile, SUPERGRAPH_FEATURES);
  try {
    return createPlanner({
      supergraphSdl: sdl,
      introspection: true,
      maxTokens: MAX_TOKENS,
      tellsUsage: false,
    });
  } catch (error) {
    throw new StartupError(`The supergraph ${supergraphFile} cannot be loaded: ${reasonOf(error)}`);
  }
}

/** @throws StartupError if the gateway would not execute it */
function analysed(reply: AnalyseReply, file: string): Analysis {
  if (reply.kind === 'invalid') {
    if (reply.errors.length === 0) throw new StartupError(`${file} holds no operation.`);
    const lines = reply.errors.map(({ message, locations }) => {
      const [at] = locations ?? [];
      return at === undefined
        ? `${file}: ${message}`
        : `${file}:${String(at.line)}:${String(at.column)}: ${message}`;
    });
    throw new StartupError(lines.join('\n'));
  }
  if (reply.kind !== 'analysed') throw new StartupError(`${file}: ${refusalText(reply)}`);
  const { guarded } = reply.analysis;
  if (guarded.length > 0)
    throw new StartupError(`${file}: nobody may read ${guarded.join(', ')}, so it is not executed.`);
  return reply.analysis;
}

const refusalText = (reply: { kind: 'too-expensive' } | { kind: 'failed'; reason: string }): string =>
  reply.kind === 'failed' ? reply.reason : 'planning it takes more than one operation may have.';

function labelsOf(chosen: readonly string[], { labels }: Analysis): readonly string[] {
  const unknown = chosen.filter((label) => !labels.includes(label));
  if (unknown.length === 0) return labels.filter((label) => chosen.includes(label));
  const known = labels.length === 0 ? 'none does' : `those that do are ${labels.join(', ')}`;
  throw new StartupError(`--label ${unknown.join(', ')} decides nothing in this operation; ${known}.`, 2);
}

function conditionsOf(
  variables: ExplainRequest['variables'],
  { conditions, variableDefinitions }: Analysis,
  planner: Planner,
): Readonly<Record<string, boolean>> {
  if (variables !== null) {
    const read = variableReader(
      buildSchema(planner.apiSdl, { assumeValid: true }),
      variableDefinitions,
    )(variables);
    if (read.kind === 'errors') throw StartupError.ofFaults(read.errors.map(({ message }) => message));
    return Object.fromEntries(conditions.map((name) => [name, read.values[name] === true]));
  }
  const on = new Set(
    variableDefinitions
      .filter(({ defaultValue: it }) => it?.kind === Kind.BOOLEAN && it.value)
      .map(({ variable }) => variable.name.value),
  );
  return Object.fromEntries(conditions.map((name) => [name, on.has(name)]));
}
