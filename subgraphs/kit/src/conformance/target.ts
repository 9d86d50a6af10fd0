import { randomBytes } from 'node:crypto';
import {
  anonymousCaller,
  callKeyId,
  deriveCallKey,
  encodeCaller,
  signCall,
  type CallerClaims,
  type PrivateCallKey,
  type PublicCallKey,
} from '@modellregion/schema';
import type { CarelessSigning, Outgoing } from '@modellregion/schema/conformance';

/** An answer as it came, and how long it took. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  readonly ms: number;
}

/** The parts of a GraphQL answer. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message?: unknown;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** A call that the gateway could have made, before it is signed. */
export interface Call {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly caller?: Partial<CallerClaims>;
}

/** A running subgraph, with the keys of a gateway that it answers. */
export interface Target {
  readonly url: URL;
  /** Signs a call as the gateway does; `signing` changes what a foreign or careless caller would do. */
  readonly sign: (call: Call | string, signing?: Signing) => Outgoing;
  readonly send: (outgoing: Outgoing) => Promise<Reply>;
  /** Sign and send; the answer is GraphQL's, empty when it was none. */
  readonly ask: (call: Call) => Promise<Reply & { readonly answer: Answer }>;
  readonly get: (path: string) => Promise<Reply>;
}

type Signing = Omit<CarelessSigning, 'requestId'>;

/** No demand waits longer for one answer. */
const PATIENCE_MS = 30_000;

export interface TargetKeys {
  readonly gateway: PrivateCallKey;
  readonly subgraph: PublicCallKey;
}

/** @param contract version of the contract that it is called by; the current one if left out */
export function targetOf(url: URL, keys: TargetKeys, contract?: number): Target {
  const keyId = callKeyId(keys.gateway.kid, keys.subgraph.kid);
  const key = deriveCallKey(keys.gateway, keys.subgraph, keyId);
  const sign: Target['sign'] = (call, signing = {}) => {
    const body = typeof call === 'string' ? call : bodyOf(call);
    const claims = typeof call === 'string' ? {} : (call.caller ?? {});
    const headers = signCall({
      path: signing.path ?? url.pathname,
      body,
      caller: encodeCaller({ ...anonymousCaller('conformance'), ...claims }),
      keyId: signing.keyId ?? keyId,
      ...(contract === undefined ? {} : { contract }),
      key: signing.foreign === true ? randomBytes(32) : key,
      created: Math.floor(Date.now() / 1000) - (signing.age ?? 0),
    });
    return { body, headers: { 'content-type': 'application/json', ...headers } };
  };
  const send: Target['send'] = ({ body, headers }) => request(url, { method: 'POST', body, headers });
  return {
    url,
    sign,
    send,
    ask: async (call) => {
      const reply = await send(sign(call));
      const { json } = reply;
      return { ...reply, answer: typeof json === 'object' && json !== null ? json : {} };
    },
    get: (path) => request(new URL(path, url), { method: 'GET' }),
  };
}

function bodyOf({ query, variables }: Call): string {
  return JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) });
}

async function request(url: URL, init: RequestInit): Promise<Reply> {
  const begun = performance.now();
  const response = await fetch(url, {
    ...init,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: parsed(text),
    ms: performance.now() - begun,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
