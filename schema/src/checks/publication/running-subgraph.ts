import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isPrivateAddress } from './private-address.js';

/** What came of a call to a running subgraph. */
export type Reply =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Where a redirect leads. */
      readonly location: string | undefined;
      readonly text: string;
    }
  | { readonly kind: 'private'; readonly address: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface AskOptions {
  /** Whether loopback and private addresses are out of bounds, whatever name leads there. */
  readonly publicOnly: boolean;
  /** In milliseconds; default 5000. */
  readonly timeoutMs?: number;
  /** Default 1 MB. */
  readonly maxBytes?: number;
}

/**
 * Posts JSON to a running subgraph. The address is looked up once, judged, and then used, so that a name cannot mean one
 * thing when it is looked at and another when it is called; redirects are not followed. Never throws.
 */
export async function postTo(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  options: AskOptions,
): Promise<Reply> {
  try {
    const target = new URL(url);
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const addresses = await lookup(host, { all: true, verbatim: true });
    const inside = addresses.find(({ address }) => isPrivateAddress(address));
    if (options.publicOnly && inside !== undefined) return { kind: 'private', address: inside.address };
    const [address] = addresses;
    if (address === undefined) return { kind: 'unreachable', reason: `${host} has no address` };
    return await post(target, address, { body, headers }, options);
  } catch (error) {
    // By its form: an error of the platform is none of this realm's where tests run.
    const isError = typeof error === 'object' && error !== null && 'message' in error;
    return { kind: 'unreachable', reason: String(isError ? error.message : error) };
  }
}

async function post(
  url: URL,
  { address, family }: LookupAddress,
  { body, headers }: { readonly body: string; readonly headers: Readonly<Record<string, string>> },
  { maxBytes = 1024 * 1024, timeoutMs = 5_000 }: AskOptions,
): Promise<Reply> {
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      accept: 'application/json',
      ...headers,
    },
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
    lookup: (_host, asked, found) =>
      asked.all === true ? found(null, [{ address, family }]) : found(null, address, family),
  };
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(url, options, resolve).once('error', reject).end(body);
  });
  const { headers: got, statusCode: status = 0 } = response;
  const head = { kind: 'answered', status, location: got.location } as const;
  if (status >= 200 && status < 300) return { ...head, text: await bodyOf(response, maxBytes) };
  // What a refusal or a redirect says besides is of no use here.
  response.destroy();
  return { ...head, text: '' };
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
