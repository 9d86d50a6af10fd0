import type { FailureCode } from '../upstream/failed-call.js';

/**
 * How an answer comes about, as `extensions.explain` holds it. Names, numbers and the caller's own operation; no value
 * of a variable but of conditions, nothing that a subgraph answered, no address.
 */
export interface Explanation {
  readonly operationName: string | null;
  readonly plan: ExplainedPlan;
  readonly requests: readonly ExplainedRequest[];
  /** From the look for the plan to the last answer of a subgraph; null: it was not executed. */
  readonly durationMs: number | null;
}

export interface ExplainedPlan {
  /** Whether it was there already. */
  readonly cached: boolean;
  /** How long planning took; null: it was there already. */
  readonly planningMs: number | null;
  /** What `@skip` and `@include` went by: one plan for each combination. */
  readonly conditions: Readonly<Record<string, boolean>>;
  /** Labels of `@override` that were on. */
  readonly labels: readonly string[];
  /** Indexes of the requests that go out at the earliest together. */
  readonly stages: readonly (readonly number[])[];
  /** The planner's own words; empty if no subgraph is asked. */
  readonly text: string;
}

export interface ExplainedRequest {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  /** Indexes of the requests it waits for. */
  readonly after: readonly number[];
  readonly parts: readonly ExplainedPart[];
  readonly query: string;
  /** Names of the client's variables that it passes on. */
  readonly variables: readonly string[];
  /** What was sent: as a rule one call, none if nothing was to be asked; null: it was not executed. */
  readonly calls: readonly ExplainedCall[] | null;
}

export type ExplainedPart =
  | { readonly kind: 'root'; readonly path: string }
  | {
      readonly kind: 'entities';
      /** Where they stand, by the plan's names, lists walked through; what is the same in several places is one. */
      readonly paths: readonly string[];
      /** What they are told by: `Resident { id }`. */
      readonly keys: readonly string[];
      /** What of an object above goes into arguments (`@fromContext`); there is one call for each combination. */
      readonly fromContext: readonly string[];
    };

export interface ExplainedCall {
  /** Since the look for the plan. */
  readonly startMs: number;
  readonly durationMs: number;
  /** Entities it asked for. */
  readonly entities: number;
  /** Objects that they complete: equal ones are asked for once, and what stands below equal ones is one object. */
  readonly objects: number;
  /** Answered by an equal call that was under way. */
  readonly shared: boolean;
  readonly retried: boolean;
  /** `OK`; `ERRORS`: it came with errors. */
  readonly outcome: 'OK' | 'ERRORS' | FailureCode;
  readonly errors: number;
}
