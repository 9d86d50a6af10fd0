import type { GraphQLFormattedError, OperationTypeNode, VariableDefinitionNode } from 'graphql';
import type { ConditionValues } from './operation-parts.js';
import type { Program } from './program.js';

/** What the planning thread loads. */
export interface PlannerData {
  readonly supergraphSdl: string;
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
  readonly maxTokens: number;
  /** Whether an analysis says what may be told of its operation. */
  readonly tellsUsage: boolean;
}

/** Asks to load a supergraph, instead of the one that is loaded. */
export interface PlannerLoad {
  readonly kind: 'load';
  readonly data: PlannerData;
}

/** What the planning thread says when it has loaded the supergraph. */
export type PlannerLoaded =
  | {
      readonly kind: 'loaded';
      readonly apiSdl: string;
      /** Where Linux counts the thread's time; null elsewhere. */
      readonly schedulerFile: string | null;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Asks what an operation is, before its variables are looked at. */
export interface AnalyseRequest {
  readonly kind: 'analyse';
  readonly source: string;
  readonly operationName: string | null;
}

/** Asks for the program of an analysed operation. */
export interface PlanRequest {
  readonly kind: 'plan';
  readonly source: string;
  readonly operationName: string | null;
  readonly conditions: ConditionValues;
  /** Labels of `@override` that are switched on. */
  readonly labels: readonly string[];
}

export type PlannerRequest = AnalyseRequest | PlanRequest;

/** What is known of an operation from document and schema alone. */
export interface Analysis {
  readonly operationType: OperationTypeNode;
  readonly operationName: string | null;
  readonly variableDefinitions: readonly VariableDefinitionNode[];
  /** Boolean variables that `@skip` and `@include` look at. */
  readonly conditions: readonly string[];
  /** Labels of `@override` that decide between subgraphs for its fields. */
  readonly labels: readonly string[];
  /** Asks for `__schema` or `__type`. */
  readonly introspects: boolean;
  /** Fields and types it names that need a permission which is not decided yet, as `Type.field`. */
  readonly guarded: readonly string[];
  /** Null where nobody is told. */
  readonly usage: OperationUsage | null;
}

/** What may be told of an operation: no literal is in it. */
export interface OperationUsage {
  readonly name: string | null;
  /** Its document in one line. */
  readonly signature: string;
  /** Fields it names, as `Type.field`. */
  readonly fields: readonly string[];
}

export type AnalyseReply =
  | { readonly kind: 'analysed'; readonly analysis: Analysis }
  | {
      readonly kind: 'invalid';
      readonly code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'OPERATION_RESOLUTION_FAILURE';
      readonly errors: readonly GraphQLFormattedError[];
    }
  | TooExpensiveReply
  | FailedReply;

export type PlanReply = PlannedReply | TooExpensiveReply | FailedReply;

export interface TooExpensiveReply {
  readonly kind: 'too-expensive';
}

/** A fault of ours; the reason is for our log. */
export interface FailedReply {
  readonly kind: 'failed';
  readonly reason: string;
}

export interface PlannedReply {
  readonly kind: 'planned';
  readonly program: Program;
  /** The plan in text, for who asks to see it. */
  readonly text: string;
  /** About how much memory it takes. */
  readonly bytes: number;
}
