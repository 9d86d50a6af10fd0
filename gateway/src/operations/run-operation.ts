import { errorEntry, errorText, type ErrorCode } from '@modellregion/schema';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { executeProgram, type Merged, type Variables } from '../execute/execute-program.js';
import type { Fault } from '../execute/fault.js';
import type { Explainer } from '../explain/explainer.js';
import { projectResponse, type Projected } from '../execute/project-response.js';
import type { RequestScope } from '../request.js';
import type { CallSubgraph } from '../upstream/call-subgraph.js';
import type {
  OperationCache,
  PreparedOperation,
  ProgramRefusal,
  Refusal,
  Variant,
} from './operation-cache.js';
import { labelsOn, MAX_LABELS, type LabelShares } from './override-labels.js';

/** The result of a GraphQL request, before it becomes a body. */
export type OperationResult =
  | {
      readonly kind: 'executed';
      /** The data as it is answered, if that is all: `{"data":…}`. */
      readonly body: Buffer;
      readonly errors: readonly GraphQLError[];
    }
  /** Nothing was executed (GraphQL § 7.1.2 "request error"). */
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

/** Who answers for a subgraph: what its data is called, and by whom it is run. */
export interface SubgraphNames {
  readonly subject: string;
  readonly operator: string | null;
}

/** What operations run with; belongs to one snapshot of the supergraph. */
export interface OperationSurroundings {
  readonly operations: OperationCache;
  readonly call: (subgraph: string) => CallSubgraph | undefined;
  readonly names: (subgraph: string) => SubgraphNames | undefined;
  readonly labelShares: LabelShares;
  /** Told of keys in a subgraph's answers that nobody had asked for. */
  readonly unrequested: (subgraph: string, count: number) => void;
  /** Told of a part of a subgraph's answer that is not given on. */
  readonly rejected: (subgraph: string, code: ErrorCode) => void;
}

export interface OperationRun {
  readonly source: string;
  readonly prepared: PreparedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly scope: RequestScope;
  /** Answers of `__schema` and `__type` by response key, if the operation asks for them. */
  readonly introspected?: Readonly<Record<string, unknown>> | null;
  /** Null: nobody asks how the answer comes about. */
  readonly explain: Explainer | null;
}

/** The inner road: permit → coerce → look up or plan → execute → project. */
export async function runOperation(
  run: OperationRun,
  around: OperationSurroundings,
): Promise<OperationResult> {
  const { prepared, scope, source } = run;
  const { analysis } = prepared;
  scope.notes.usage = analysis.usage;
  if (analysis.guarded.length > 0) return refused([guardedError(analysis.guarded)]);
  if (analysis.operationType === OperationTypeNode.SUBSCRIPTION) {
    return refused([
      codedError('BAD_REQUEST', 'Subscriptions are not answered here; send a query or a mutation.'),
    ]);
  }
  if (analysis.labels.length > MAX_LABELS) return refused([codedError('OPERATION_TOO_EXPENSIVE')]);
  const read = prepared.readVariables(run.variables);
  if (read.kind === 'errors') return refused(read.errors);
  const variant = variantOf(prepared, read.values, labelsOn(analysis.labels, scope, around.labelShares));
  const cached = prepared.programs.has(variant.key);
  const found = around.operations.program(source, prepared, variant);
  const program = found instanceof Promise ? await found : found;
  if ('kind' in program) return refusedBy(program);
  const merged = await executeProgram(program.linked, read.values, {
    scope,
    call: around.call,
    unrequested: around.unrequested,
    observe: run.explain?.begin({ operationName: analysis.operationName, program, variant, cached }) ?? null,
  });
  const projected = projectResponse(program.linked.root, merged, run.introspected ?? null);
  for (const subgraph of projected.wrong) around.rejected(subgraph, 'SUBGRAPH_INVALID_RESPONSE');
  return answer(merged, projected, around);
}

const PLAIN: Variant = { key: '', conditions: {}, labels: [] };

function variantOf(
  { analysis }: PreparedOperation,
  variables: Variables,
  labels: readonly string[],
): Variant {
  if (analysis.conditions.length === 0 && labels.length === 0) return PLAIN;
  const conditions: Record<string, boolean> = {};
  let key = '';
  for (const name of analysis.conditions) {
    const on = variables[name] === true;
    conditions[name] = on;
    key += on ? '1' : '0';
  }
  return { key: `${key} ${labels.join(' ')}`, conditions, labels };
}

/** What the caller reads when an operation is not executed. */
export function refusedBy(refusal: Refusal | ProgramRefusal): OperationResult {
  switch (refusal.kind) {
    case 'invalid':
      return refused(
        refusal.errors.length === 0
          ? [codedError(refusal.code)]
          : refusal.errors.map(
              ({ message, locations, extensions }) =>
                new LocatedError(message, locations ?? [], { ...extensions, code: refusal.code }),
            ),
      );
    case 'too-expensive':
      return refused([codedError('OPERATION_TOO_EXPENSIVE')]);
    case 'failed':
      return refused([new GraphQLError(refusal.reason, { extensions: { code: 'INTERNAL_SERVER_ERROR' } })]);
  }
}

/** An error whose source stayed in the planning thread; only the places in it came along. */
class LocatedError extends GraphQLError {
  override readonly locations: NonNullable<GraphQLError['locations']>;

  constructor(
    message: string,
    locations: NonNullable<GraphQLError['locations']>,
    extensions: Record<string, unknown>,
  ) {
    super(message, { extensions });
    this.locations = locations;
  }
}

const refused = (errors: readonly GraphQLError[]): OperationResult => ({ kind: 'refused', errors });

function codedError(code: ErrorCode, text: string = errorText(code)): GraphQLError {
  return new GraphQLError(text, { extensions: { code, retryable: errorEntry(code).retryable } });
}

function guardedError(fields: readonly string[]): GraphQLError {
  return codedError('FORBIDDEN', `You may not read ${fields.slice(0, 5).join(', ')}.`);
}

function answer(
  { unplaced, omittedErrors }: Merged,
  { body, faults, omitted }: Projected,
  { names }: OperationSurroundings,
): OperationResult {
  if (faults.length === 0 && unplaced.length === 0) return { kind: 'executed', body, errors: NONE };
  const errors = faults.map(({ fault, path }) => faultError(fault, path, names, 0));
  const seen = new Set<string>();
  for (const fault of unplaced) {
    const id = `${fault.code} ${String(fault.subgraph)}`;
    if (!seen.has(id)) errors.push(faultError(fault, undefined, names, 0));
    seen.add(id);
  }
  const left = omitted + omittedErrors;
  const last = faults.at(-1);
  if (left > 0) {
    const at = errors.length - 1;
    const [fault, path] = unplaced.length > 0 ? [unplaced.at(-1), undefined] : [last?.fault, last?.path];
    if (fault !== undefined) errors[at] = faultError(fault, path, names, left);
  }
  return { kind: 'executed', body, errors };
}

const NONE: readonly GraphQLError[] = [];

function faultError(
  { code, subgraph, params }: Fault,
  path: readonly (string | number)[] | undefined,
  names: OperationSurroundings['names'],
  omitted: number,
): GraphQLError {
  const known = subgraph === null ? undefined : names(subgraph);
  const operator = known === undefined || known.operator === null ? {} : { operator: known.operator };
  const subject = known === undefined ? {} : { subject: known.subject };
  return new GraphQLError(errorText(code, { ...params, ...subject, ...operator }), {
    ...(path === undefined ? {} : { path }),
    extensions: {
      code,
      ...(subgraph === null ? {} : { subgraph }),
      ...operator,
      retryable: errorEntry(code).retryable,
      ...params,
      ...(omitted === 0 ? {} : { omittedErrors: omitted }),
    },
  });
}
