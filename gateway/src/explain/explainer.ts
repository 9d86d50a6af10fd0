import type { Observe, ObservedCall } from '../execute/observe-call.js';
import type { PreparedProgram, Variant } from '../operations/operation-cache.js';
import { explainPlan, explainRequests, rounded } from './explain-plan.js';
import type { ExplainedCall, Explanation } from './explanation.js';

/** Watches how one answer comes about. */
export interface Explainer {
  /** @returns what is to be told of every call */
  begin(execution: ExplainedExecution): Observe;
  /** Null if nothing was executed. */
  explanation(): Explanation | null;
}

/** What is about to be executed. */
export interface ExplainedExecution {
  readonly operationName: string | null;
  readonly program: PreparedProgram;
  readonly variant: Variant;
  /** Whether the plan was there before it was asked for. */
  readonly cached: boolean;
}

export function createExplainer(): Explainer {
  const originMs = performance.now();
  let execution: ExplainedExecution | null = null;
  let endMs = originMs;
  const calls = new Map<number, ExplainedCall[]>();
  return {
    begin: (begun) => {
      execution = begun;
      return (index, call) => {
        endMs = call.endedMs;
        const list = calls.get(index) ?? [];
        list.push(explainCall(call, originMs));
        calls.set(index, list);
      };
    },
    explanation: () =>
      execution === null
        ? null
        : {
            operationName: execution.operationName,
            plan: explainPlan(execution.program, execution.variant, execution.cached),
            requests: explainRequests(execution.program).map((request, index) => ({
              ...request,
              calls: calls.get(index) ?? [],
            })),
            durationMs: rounded(endMs - originMs),
          },
  };
}

function explainCall(
  { startedMs, endedMs, entities, objects, shared, retried, outcome }: ObservedCall,
  originMs: number,
): ExplainedCall {
  const errors = outcome.kind === 'answer' ? outcome.response.errorCount : 0;
  return {
    startMs: rounded(startedMs - originMs),
    durationMs: rounded(endedMs - startedMs),
    entities,
    objects,
    shared,
    retried,
    // Never its detail, which may name an address.
    outcome: outcome.kind === 'failure' ? outcome.code : errors > 0 ? 'ERRORS' : 'OK',
    errors,
  };
}
