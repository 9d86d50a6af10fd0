/** Why there is no usable answer. */
export type FailureCode = 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_INVALID_RESPONSE';

/** A call without a usable answer. */
export interface FailedCall {
  readonly kind: 'failure';
  readonly code: FailureCode;
  /** For our log. */
  readonly detail: string;
}

export const failure = (code: FailureCode, detail: string): FailedCall => ({ kind: 'failure', code, detail });

/** What an abandoned call ends with; nobody reads it, and it is nobody's fault. */
export const LEFT = failure('SUBGRAPH_UNAVAILABLE', 'the client went away');
