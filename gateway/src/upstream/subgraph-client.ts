import { errors, type Dispatcher } from 'undici';
import { codeOf } from '../errors/fault.js';
import { startDeadline, type Deadline } from './deadline.js';
import { readGraphqlResponse, type GraphqlResponse } from './graphql-response.js';
import type { OpenWay } from './outgoing.js';

/** Why there is no usable answer. */
export type FailureCode = 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_INVALID_RESPONSE';

/** What came of a call: nothing here is ever thrown. */
export type SubgraphOutcome =
  { readonly kind: 'answer'; readonly status: number; readonly response: GraphqlResponse } | FailedCall;

/** A call without a usable answer. */
export interface FailedCall {
  readonly kind: 'failure';
  readonly code: FailureCode;
  /** For our log. */
  readonly detail: string;
}

/** What came of one HTTP request. */
export interface Exchange {
  readonly outcome: SubgraphOutcome;
  /** The same outcome with data of its own: executors write into what they are given. */
  readonly again: () => SubgraphOutcome;
  /** The fault may be gone at the next attempt: a connection that broke or was refused, 502, 503, 504. */
  readonly passing: boolean;
  /** It is what a second attempt brought. */
  readonly retried?: boolean;
  /** An answer, but not to what was asked. */
  readonly misfit?: boolean;
}

/** Connections to one subgraph. */
export interface SubgraphClient {
  /** Path that is signed; a query string is no part of the contract. */
  readonly path: string;
  /** Longest wait for a whole answer, in milliseconds. */
  readonly deadlineMs: number;
  /** Posts a GraphQL request; the deadline covers everything from the queue to the last byte. */
  post(body: string, headers: Readonly<Record<string, string>>, deadline: Deadline): Promise<Exchange>;
  /** Asks the origin's `/readyz`. */
  ready(): Promise<ReadyAnswer | FailureCode>;
  /** Gives up what is still under way. */
  close(): Promise<void>;
}

/** An answer of `/readyz`. */
export interface ReadyAnswer {
  readonly status: number;
  readonly version: string | null;
}

/** How much one subgraph may take of our time and memory. */
export interface ClientLimits {
  /** Longest wait for a whole answer, in milliseconds. */
  readonly deadlineMs: number;
  /** Answers above this size are given up while they arrive; bytes, as we ask for no compression. */
  readonly maxAnswerBytes: number;
}

/** Keep-alive connections to one subgraph; more calls wait their turn within their deadline. */
const CONNECTIONS = 32;

const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';
const JSON_TYPE = /^application\/(graphql-response\+)?json\s*(;|$)/i;

/** What a balancer says while it has nobody to ask. */
const PASSING_STATUS = new Set([502, 503, 504]);

/** The connection could not be made or broke: on one that was kept alive, because the other side closed it first. */
const PASSING_FAULTS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
]);

/** @param open makes the connections, directly or through a proxy */
export function createSubgraphClient(
  url: URL,
  { deadlineMs, maxAnswerBytes }: ClientLimits,
  open: OpenWay,
): SubgraphClient {
  const pool = open(url.origin, {
    connections: CONNECTIONS,
    maxResponseSize: maxAnswerBytes,
    connectTimeoutMs: deadlineMs,
  });
  const send = (
    options: Omit<Dispatcher.RequestOptions, 'origin'>,
    deadline: Deadline,
  ): Promise<Received | FailedCall> =>
    exchange(pool, { ...options, origin: url.origin }, deadline, maxAnswerBytes);
  return {
    path: url.pathname,
    deadlineMs,
    post: async (body, headers, deadline) => {
      const sent = {
        ...headers,
        accept: ACCEPT,
        'accept-encoding': 'identity',
        'content-type': 'application/json',
      };
      const path = url.pathname + url.search;
      const received = await send({ method: 'POST', path, body, headers: sent }, deadline);
      if (received.kind === 'failure') {
        return { outcome: received, again: () => received, passing: PASSING_FAULTS.has(received.detail) };
      }
      const again = (): SubgraphOutcome => readAnswer(received);
      return { outcome: again(), again, passing: PASSING_STATUS.has(received.status) };
    },
    ready: async () => {
      const deadline = startDeadline(deadlineMs);
      const headers = { accept: 'application/json' };
      const received = await send({ method: 'GET', path: '/readyz', headers }, deadline);
      deadline.end();
      return received.kind === 'failure'
        ? received.code
        : { status: received.status, version: readVersion(received.body) };
    },
    close: () => pool.destroy(),
  };
}

interface Received {
  readonly kind: 'received';
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly body: Uint8Array;
}

/** One HTTP exchange. undici's `request` follows no redirect and decompresses nothing, which is what we want. */
async function exchange(
  pool: Dispatcher,
  options: Dispatcher.RequestOptions,
  { signal, state }: Deadline,
  maxAnswerBytes: number,
): Promise<Received | FailedCall> {
  try {
    const { statusCode, headers, body } = await pool.request({ ...options, signal });
    if (Number(headers['content-length'] ?? 0) > maxAnswerBytes) {
      body.on('error', () => undefined).destroy();
      return failure('SUBGRAPH_INVALID_RESPONSE', 'more bytes announced than are taken');
    }
    return { kind: 'received', status: statusCode, headers, body: await body.bytes() };
  } catch (error) {
    if (state() === 'over') return failure('SUBGRAPH_TIMEOUT', 'no whole answer within the deadline');
    if (state() === 'left') return LEFT;
    return classify(error);
  }
}

function classify(error: unknown): FailedCall {
  const detail = codeOf(error) ?? 'unknown fault';
  if (error instanceof errors.ConnectTimeoutError) return failure('SUBGRAPH_TIMEOUT', detail);
  const invalid = NO_ANSWER.some((kind) => error instanceof kind);
  return failure(invalid ? 'SUBGRAPH_INVALID_RESPONSE' : 'SUBGRAPH_UNAVAILABLE', detail);
}

/** Somebody answered, but not with HTTP, or with more than we take. */
const NO_ANSWER = [
  errors.ResponseExceededMaxSizeError,
  errors.HTTPParserError,
  errors.HeadersOverflowError,
  errors.ResponseContentLengthMismatchError,
];

function readAnswer({ status, headers, body }: Received): SubgraphOutcome {
  const type = single(headers['content-type']);
  const encoding = single(headers['content-encoding']);
  const detail = `HTTP ${String(status)}, ${type === '' ? 'no content type' : type}, ${String(body.length)} bytes`;
  // Whatever stands in the body of a redirect, the answer is elsewhere; and there we do not go.
  const isAnswer = status >= 200 && status < 600 && Math.floor(status / 100) !== 3;
  const readable = isAnswer && JSON_TYPE.test(type) && (encoding === '' || encoding === 'identity');
  const response = readable ? readGraphqlResponse(body) : null;
  if (response !== null) return { kind: 'answer', status, response };
  // A proxy's error page in front of a stopped subgraph is an outage, not a wrong answer.
  return failure(
    (isAnswer && status >= 500) || status === 429 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_RESPONSE',
    detail,
  );
}

function readVersion(body: Uint8Array): string | null {
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : null;
    return typeof version === 'string' && /^[\w.+-]{1,40}$/.test(version) ? version : null;
  } catch {
    return null;
  }
}

export const failure = (code: FailureCode, detail: string): FailedCall => ({ kind: 'failure', code, detail });

/** What an abandoned call ends with; nobody reads it, and it is nobody's fault. */
export const LEFT = failure('SUBGRAPH_UNAVAILABLE', 'the client went away');

function single(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}
