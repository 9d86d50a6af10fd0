import { anonymousCaller, errorEntry, isErrorCode, type ErrorCode } from '@modellregion/schema';
import { z } from 'zod';
import type { GraphqlRunner } from '../request.js';
import { ClientError } from '../errors/client-error.js';
import type { Arrival } from '../request.js';
import type { Operation } from './list-query.js';

/** An error of an answer: masked already, as portals read it. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What came of a GraphQL request. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly AnswerError[];
}

/** Asks the region's interface as somebody who is not signed in. */
export type Ask = (operation: Operation) => Promise<Answer>;

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .default([]),
});

/**
 * The same road that `/graphql` takes, so that limits, masking and partial data are the same. The caller is nobody,
 * whatever the headers say: what goes out here is for everybody.
 *
 * @param identified false in profile `open`, where no claims are sent
 */
export function createAsk(runner: GraphqlRunner, identified: boolean): (arrival: Arrival) => Ask {
  return (arrival) => async (operation) => {
    const notes = { operationName: null, subgraphCalls: 0, errorCodes: null };
    const scope = { ...arrival, notes, caller: identified ? anonymousCaller(arrival.requestId) : null };
    const { body } = await runner.run(
      {
        method: 'POST',
        headers: new Map([['content-type', 'application/json']]),
        search: '',
        body: operation,
      },
      scope,
    );
    noteAll(arrival.notes, scope.notes);
    const { data, errors } = answer.parse(JSON.parse(body.toString()));
    return { data: data ?? null, errors };
  };
}

/** One request of ours may ask several times; its log line counts all. */
function noteAll(all: Arrival['notes'], one: Arrival['notes']): void {
  all.operationName = one.operationName ?? all.operationName;
  all.subgraphCalls += one.subgraphCalls;
  for (const requestId of one.sharedWith ?? []) (all.sharedWith ??= new Set()).add(requestId);
  all.errorCodes = [...new Set([...(all.errorCodes ?? []), ...(one.errorCodes ?? [])])];
}

/** An error of an answer as the refusal of a whole HTTP request, with its facts. */
export class AnswerRefused extends ClientError {
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(
    { message, extensions }: AnswerError,
    instead: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    const code = isErrorCode(extensions['code']) ? extensions['code'] : 'INTERNAL_SERVER_ERROR';
    const headers = errorEntry(code).retryable ? { 'retry-after': '5' } : {};
    super(instead.status ?? statusOf(code), code, message, { headers: instead.headers ?? headers });
    this.extensions = extensions;
  }
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  BAD_USER_INPUT: 400,
  SUBGRAPH_TIMEOUT: 504,
  SUBGRAPH_UNAVAILABLE: 503,
};

function statusOf(code: ErrorCode): number {
  const byOrigin = { client: 403, subgraph: 502, gateway: 500 } as const;
  return STATUS[code] ?? byOrigin[errorEntry(code).origin];
}
