import type { CallerClaims, ErrorCode } from '@modellregion/schema';
import type { OperationUsage } from './plan/messages.js';
import type { AbortEvents } from './upstream/deadline.js';
import type { TraceContext } from './telemetry/trace-context.js';

/** Headers of a request by their names in lower case. */
export type RequestHeaders = Pick<ReadonlyMap<string, string>, 'get'> & {
  entries(): Iterable<[string, string]>;
};

/** READ → the parts of an HTTP request that GraphQL needs, with the body parsed and nothing else. */
export interface ReadRequest {
  readonly method: string;
  readonly headers: RequestHeaders;
  /** Query string with its question mark, or empty. */
  readonly search: string;
  readonly body: unknown;
}

/** What is known of a request before anyone asked who sends it. */
export interface Arrival {
  /** The caller's own if it was a harmless token; goes into every log the request touches. */
  readonly requestId: string;
  readonly trace: TraceContext;
  /** Fires when the client went away before its answer was sent: nobody waits for what is still under way. */
  readonly signal: AbortEvents;
  readonly notes: RequestNotes;
}

/** IDENTIFY → who asks; goes with the request to every subgraph call. */
export interface RequestScope extends Arrival {
  /** Null in profile `open`: nobody is identified and no claims are sent. */
  readonly caller: CallerClaims | null;
}

/** What the stages note for the log line of the request. */
export interface RequestNotes {
  operationName: string | null;
  subgraphCalls: number;
  /** What may be told of the operation; null until it is known, and where nobody is told. */
  usage?: OperationUsage | null;
  /** Ids of the requests whose calls answered this one as well; under them a subgraph's log knows it. */
  sharedWith?: Set<string>;
  /** Null until the operation's result is known; then the codes of its errors. */
  errorCodes: readonly ErrorCode[] | null;
}

/** RUN → the finished GraphQL response. */
export interface GraphqlReply {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  /** Several callers may get the same bytes. */
  readonly body: string | Buffer;
}

/** RUN: one GraphQL request in, its finished response out. */
export interface GraphqlRunner {
  run(request: ReadRequest, scope: RequestScope): Promise<GraphqlReply>;
  /** SDL of the schema that clients see, as it is in use now. */
  apiSdl(): string;
  stop(): Promise<void>;
}
