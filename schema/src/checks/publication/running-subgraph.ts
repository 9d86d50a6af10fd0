import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import { certificateFault } from '../../operating/certificate-fault.js';
import type { Proxies } from '../../outgoing/open-way.js';
import { isPrivateAddress } from './private-address.js';

/** What came of a call to a running subgraph. */
export type Reply =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Where a redirect leads. */
      readonly location: string | undefined;
      readonly text: string;
      /** The header x-powered-by; null without. */
      readonly poweredBy: string | null;
    }
  | { readonly kind: 'private'; readonly address: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** The ways to subgraphs that the operator set. */
export interface OutgoingWays extends Proxies {
  /** Authorities that alone vouch for subgraphs, PEM; null: those that Node knows. */
  readonly bundle: string | null;
}

export interface AskOptions {
  /** Whether loopback and private addresses are out of bounds, whatever name leads there. */
  readonly publicOnly: boolean;
  /** Default: directly, with the authorities that Node knows. */
  readonly outgoing?: OutgoingWays;
  /** In milliseconds; default 5000. */
  readonly timeoutMs?: number;
  /** Default 1 MB. */
  readonly maxBytes?: number;
}

const DIRECT = { httpProxy: null, httpsProxy: null, noProxy: '' } as const;

/**
 * Posts JSON to a running subgraph. Where addresses are judged it is done as the connection is made, so that a name cannot
 * mean one thing when it is looked at and another when it is called; redirects are not followed. Never throws.
 */
export async function postTo(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  options: AskOptions,
): Promise<Reply> {
  const { maxBytes = 1024 * 1024, publicOnly } = options;
  if (!URL.canParse(url)) return { kind: 'unreachable', reason: 'it is no URL' };
  const { hostname, origin, pathname, search } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // For an address there is nothing to look up, so nothing would judge it.
  if (publicOnly && isIP(host) !== 0 && isPrivateAddress(host)) return { kind: 'private', address: host };
  const inside: string[] = [];
  const way = await openTo(origin, options, (address) => inside.push(address));
  try {
    const sent = { ...JSON_HEADERS, ...headers };
    return await post(way, { origin, path: pathname + search, method: 'POST', headers: sent, body }, options);
  } catch (error) {
    const [address] = inside;
    return address === undefined
      ? { kind: 'unreachable', reason: reasonOf(error, maxBytes) }
      : { kind: 'private', address };
  } finally {
    await way.destroy();
  }
}

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

/** @param refused is told of an address inside a network that was not called */
async function openTo(
  origin: string,
  { maxBytes = 1024 * 1024, outgoing, publicOnly, timeoutMs = 5_000 }: AskOptions,
  refused: (address: string) => void,
): Promise<Dispatcher> {
  // Whoever checks a contract without asking anybody needs no client.
  const { openWay } = await import('../../outgoing/open-way.js');
  const bounds = { connections: 1, maxResponseSize: maxBytes, connectTimeoutMs: timeoutMs };
  const trust = { bundle: outgoing?.bundle ?? null, publicToo: false };
  if (!publicOnly) return openWay(trust, outgoing ?? DIRECT)(origin, bounds);
  // Past a proxy, which would look the name up itself, where nobody judges what it finds.
  return openWay(trust, DIRECT)(origin, { ...bounds, lookup: publicLookup(refused) });
}

function publicLookup(refused: (address: string) => void): LookupFunction {
  return (host, options, found) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        found(error, '');
        return;
      }
      const inside = addresses.find(({ address }) => isPrivateAddress(address));
      const [first] = addresses;
      if (inside !== undefined || first === undefined) {
        if (inside !== undefined) refused(inside.address);
        found(new Error(`${host} has no public address`), '');
      } else if (options.all === true) found(null, addresses);
      else found(null, first.address, first.family);
    });
  };
}

async function post(
  way: Dispatcher,
  asked: Dispatcher.RequestOptions,
  { timeoutMs = 5_000 }: AskOptions,
): Promise<Reply> {
  const response = await way.request({ ...asked, signal: AbortSignal.timeout(timeoutMs) });
  const { headers, statusCode: status, body } = response;
  const to = headers['location'];
  const location = Array.isArray(to) ? to[0] : to;
  const poweredBy = headers['x-powered-by'] === undefined ? null : String(headers['x-powered-by']);
  const head = { kind: 'answered', status, location, poweredBy } as const;
  if (status >= 200 && status < 300) return { ...head, text: await body.text() };
  // A refusal stays one when its words are cut off.
  return { ...head, text: await body.text().catch(() => '') };
}

/** By its form: an error of the platform is none of this realm's where tests run. */
function reasonOf(error: unknown, maxBytes: number): string {
  const { code, message } = Object(error) as { readonly code?: string; readonly message?: unknown };
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return `it answers with more than ${String(maxBytes)} bytes`;
  const certificate = code === undefined ? null : certificateFault(code);
  // Several addresses that all refuse are one error without a message.
  if (certificate !== null) return certificate;
  return typeof message === 'string' && message !== '' ? message : `fault ${String(code)}`;
}
