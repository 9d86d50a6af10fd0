import type { OpenWay } from '@modellregion/schema/outgoing';
import type { Dispatcher } from 'undici';
import { Deadline } from './deadline.js';
import { exchange, type Received } from './exchange.js';
import { failure, type FailedCall, type FailureCode } from './failed-call.js';
import { readGraphqlResponse, type GraphqlResponse } from './graphql-response.js';

/** What came of a call: nothing here is ever thrown. */
export type SubgraphOutcome =
  { readonly kind: 'answer'; readonly status: number; readonly response: GraphqlResponse } | FailedCall;

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
  /**
   * Posts a GraphQL request; the deadline covers everything from the queue to the last byte.
   *
   * @param headers names and values in turn
   */
  post(body: string, headers: readonly string[], deadline: Deadline): Promise<Exchange>;
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

const ALWAYS = [
  'accept',
  'application/graphql-response+json, application/json;q=0.9',
  'accept-encoding',
  'identity',
  'content-type',
  'application/json',
];
/** What nearly all say is looked for first. */
const isJson = (type: string): boolean =>
  type === 'application/json' || type === 'application/graphql-response+json' || JSON_TYPE.test(type);

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
  const { origin } = url;
  const path = url.pathname + url.search;
  const send = <T>(
    options: Dispatcher.DispatchOptions,
    deadline: Deadline,
    read: (received: Received | FailedCall) => T,
  ): Promise<T> => exchange({ pool, deadline, maxBytes: maxAnswerBytes, read }, options);
  return {
    path: url.pathname,
    deadlineMs,
    post: (body, headers, deadline) =>
      send({ origin, method: 'POST', path, body, headers: ALWAYS.concat(headers) }, deadline, exchangeOf),
    ready: async () => {
      const deadline = new Deadline(deadlineMs);
      const headers = { accept: 'application/json' };
      const ready = await send({ origin, method: 'GET', path: '/readyz', headers }, deadline, readyOf);
      deadline.end();
      return ready;
    },
    close: () => pool.destroy(),
  };
}

const readyOf = (received: Received | FailedCall): ReadyAnswer | FailureCode =>
  received.kind === 'failure'
    ? received.code
    : { status: received.status, version: readVersion(received.body) };

function exchangeOf(received: Received | FailedCall): Exchange {
  if (received.kind === 'failure')
    return { outcome: received, again: () => received, passing: PASSING_FAULTS.has(received.detail) };
  const again = (): SubgraphOutcome => readAnswer(received);
  return { outcome: again(), again, passing: PASSING_STATUS.has(received.status) };
}

function readAnswer({ status, headers, body }: Received): SubgraphOutcome {
  const type = single(headers['content-type']);
  const encoding = single(headers['content-encoding']);
  // Whatever stands in the body of a redirect, the answer is elsewhere; and there we do not go.
  const isAnswer = status >= 200 && status < 600 && Math.floor(status / 100) !== 3;
  const readable = isAnswer && isJson(type) && (encoding === '' || encoding === 'identity');
  const response = readable ? readGraphqlResponse(body) : null;
  if (response !== null) return { kind: 'answer', status, response };
  // A proxy's error page in front of a stopped subgraph is an outage, not a wrong answer.
  return failure(
    (isAnswer && status >= 500) || status === 429 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_RESPONSE',
    `HTTP ${String(status)}, ${type === '' ? 'no content type' : type}, ${String(body.length)} bytes`,
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

function single(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}
