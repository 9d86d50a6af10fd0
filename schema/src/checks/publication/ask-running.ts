import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isPrivateAddress } from './private-address.js';

/** What a running subgraph answered when it was asked for its SDL. */
export type Served =
  | { readonly kind: 'sdl'; readonly sdl: string }
  /** It wants to know who asks, as it should. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'redirects'; readonly to: string }
  | { readonly kind: 'private'; readonly address: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface AskOptions {
  /** Whether loopback and private addresses are out of bounds, whatever name leads there. */
  readonly publicOnly: boolean;
  /** Headers that sign the call; none without. */
  readonly sign?: (path: string, body: string) => Readonly<Record<string, string>>;
  /** In milliseconds; default 5000. */
  readonly timeoutMs?: number;
  /** Default 1 MB. */
  readonly maxBytes?: number;
}

const BODY = JSON.stringify({ query: 'query ServedSdl { _service { sdl } }' });

/**
 * Asks a running subgraph for its SDL. The address is looked up once, judged, and then used, so that a name cannot mean
 * one thing when it is looked at and another when it is called; redirects are not followed. Never throws.
 */
export async function askRunning(url: string, options: AskOptions): Promise<Served> {
  try {
    const target = new URL(url);
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const addresses = await lookup(host, { all: true, verbatim: true });
    const inside = addresses.find(({ address }) => isPrivateAddress(address));
    if (options.publicOnly && inside !== undefined) return { kind: 'private', address: inside.address };
    const [address] = addresses;
    if (address === undefined) return { kind: 'unreachable', reason: `${host} has no address` };
    return await ask(target, address, options);
  } catch (error) {
    const message = part(error, 'message');
    return { kind: 'unreachable', reason: typeof message === 'string' ? message : String(error) };
  }
}

async function ask(
  url: URL,
  { address, family }: LookupAddress,
  { maxBytes = 1024 * 1024, sign, timeoutMs = 5_000 }: AskOptions,
): Promise<Served> {
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(BODY),
      accept: 'application/json',
      ...sign?.(url.pathname, BODY),
    },
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
    lookup: (_host, asked, found) =>
      asked.all === true ? found(null, [{ address, family }]) : found(null, address, family),
  };
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(url, options, resolve).once('error', reject).end(BODY);
  });
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    response.destroy();
    return { kind: 'redirects', to: response.headers.location ?? 'nowhere' };
  }
  if (status === 401 || status === 403) {
    response.destroy();
    return { kind: 'refused' };
  }
  return readSdl(await bodyOf(response, maxBytes), status);
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`it answers with more than ${String(maxBytes)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readSdl(text: string, status: number): Served {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: 'unreachable', reason: `it answers ${String(status)} without JSON` };
  }
  const sdl = part(part(part(body, 'data'), '_service'), 'sdl');
  if (typeof sdl === 'string') return { kind: 'sdl', sdl };
  return { kind: 'unreachable', reason: `it answers ${String(status)} without _service { sdl }` };
}

function part(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
