import { printable } from '../telemetry/logger.js';
import { askedFields } from './asked-fields.js';
import type {
  ExplainedCall,
  ExplainedPart,
  ExplainedPlan,
  ExplainedRequest,
  Explanation,
} from './explanation.js';

/** Something with what belongs to it. */
interface Branch {
  readonly text: string;
  readonly below: readonly Branch[];
}

/** An explanation as people read it at a terminal. */
export function explanationTree(explanation: Explanation): string {
  const { plan, requests } = explanation;
  const lines = [headOf(explanation), ...notesOf(plan, explanation.durationMs)];
  const stages = plan.stages.map((stage, index) => ({
    text: `stage ${String(index + 1)}`,
    below: stage.flatMap((at) => {
      const request = requests[at];
      return request === undefined ? [] : [requestBranch(request, at)];
    }),
  }));
  // Names come from a gateway that may be anyone's; a terminal obeys control characters.
  return `${[...lines, ...draw(stages, '')].map((line) => printable(line, 500)).join('\n')}\n`;
}

function headOf({ operationName, plan, requests }: Explanation): string {
  const name = operationName ?? 'an operation without a name';
  if (requests.length === 0) return `${name}: no request, the gateway answers it by itself`;
  return `${name}: ${counted(requests.length, 'request')} in ${counted(plan.stages.length, 'stage')}`;
}

function notesOf(
  { cached, planningMs, conditions, labels }: ExplainedPlan,
  durationMs: number | null,
): string[] {
  const decided = Object.entries(conditions).map(([name, on]) => `$${name} ${on ? 'true' : 'false'}`);
  const planned = cached ? 'was there already' : `made in ${milliseconds(planningMs ?? 0)}`;
  return [
    ...(decided.length === 0 ? [] : [`conditions: ${decided.join(', ')}`]),
    ...(labels.length === 0 ? [] : [`labels on: ${labels.join(', ')}`]),
    ...(durationMs === null ? [] : [`plan: ${planned}`, `all answers after ${milliseconds(durationMs)}`]),
  ];
}

function requestBranch(request: ExplainedRequest, at: number): Branch {
  const { parts, calls } = request;
  const fields = askedFields(request);
  const places = parts.map((part, index) => partText(part, fields[index] ?? ''));
  const sent =
    calls === null ? [] : calls.length === 0 ? ['not sent: nothing to ask for'] : calls.map(callText);
  return { text: requestText(request, at), below: [...places, ...sent].map((text) => ({ text, below: [] })) };
}

function requestText({ subgraph, kind, after, parts, variables }: ExplainedRequest, at: number): string {
  const places = parts.reduce((sum, part) => sum + (part.kind === 'root' ? 1 : part.paths.length), 0);
  return [
    `#${String(at)} ${subgraph}`,
    ...(kind === 'mutation' ? ['mutation'] : []),
    ...(after.length === 0 ? [] : [`after ${after.map((it) => `#${String(it)}`).join(', ')}`]),
    ...(places > 1 ? [`${String(places)} places in one request`] : []),
    ...(variables.length === 0 ? [] : [`with ${variables.map((name) => `$${name}`).join(', ')}`]),
  ].join(', ');
}

function partText(part: ExplainedPart, fields: string): string {
  if (part.kind === 'root') return part.path === '' ? fields : `${part.path}: ${fields}`;
  const context = part.fromContext.length === 0 ? '' : `, with ${part.fromContext.join(', ')} from above`;
  return `${part.paths.join(' and ')}: ${fields}, by ${part.keys.join(' or ')}${context}`;
}

function callText({
  startMs,
  durationMs,
  entities,
  objects,
  shared,
  retried,
  outcome,
  errors,
}: ExplainedCall): string {
  const found = entities === 0 ? [] : [counted(entities, 'entity', 'entities')];
  const result = outcome === 'OK' ? [] : [outcome === 'ERRORS' ? counted(errors, 'error') : outcome];
  return [
    `sent at ${milliseconds(startMs)}, took ${milliseconds(durationMs)}`,
    ...found.map((text) => (objects > entities ? `${text} for ${String(objects)} objects` : text)),
    ...(shared ? ['shared with an equal call'] : []),
    ...(retried ? ['sent twice'] : []),
    ...result,
  ].join(', ');
}

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const counted = (number: number, one: string, many = `${one}s`): string =>
  `${String(number)} ${number === 1 ? one : many}`;

function draw(branches: readonly Branch[], indent: string): string[] {
  return branches.flatMap(({ text, below }, index) => {
    const last = index === branches.length - 1;
    return [`${indent}${last ? '└─ ' : '├─ '}${text}`, ...draw(below, `${indent}${last ? '   ' : '│  '}`)];
  });
}
