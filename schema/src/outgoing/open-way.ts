import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';

/** How much one destination may take, whichever way leads to it. */
export interface Bounds {
  /** Connections at most; more calls wait their turn. */
  readonly connections: number;
  /** Bytes of an answer after which it is given up. */
  readonly maxResponseSize: number;
  /** Milliseconds to connect, to the proxy, through it and to the destination each. */
  readonly connectTimeoutMs: number;
  /** Finds the addresses of a destination that is reached directly; default: as the system does. */
  readonly lookup?: LookupFunction;
}

/** Makes the way to one destination; close it with `destroy`. */
export type OpenWay = (origin: string, bounds: Bounds) => Dispatcher;

/** The ways out of this machine that its operator set. */
export interface Proxies {
  readonly httpProxy: URL | null;
  readonly httpsProxy: URL | null;
  /** Hosts that are reached without a proxy, as `NO_PROXY` lists them; empty: none, not even this machine. */
  readonly noProxy: string;
}

/** Who vouches for what is at the other end. */
export interface Trust {
  /** The operator's own authorities, PEM; null: none. They may vouch for a proxy too. */
  readonly bundle: string | null;
  /** Whether a destination may as well have a certificate that the whole world accepts. */
  readonly publicToo: boolean;
}

/** Settles on direct connections or the proxies. */
export function openWay({ bundle, publicToo }: Trust, proxies: Proxies): OpenWay {
  const ca = bundle === null ? null : publicToo ? [...rootCertificates, bundle] : [bundle];
  return proxies.httpProxy === null && proxies.httpsProxy === null
    ? (origin, bounds) => new Pool(origin, poolOptions(bounds, ca))
    : (_origin, bounds) => throughProxy(proxies, bounds, ca, bundle);
}

function poolOptions(
  { connections, connectTimeoutMs, lookup, maxResponseSize }: Bounds,
  ca: string[] | null,
): Pool.Options {
  return {
    connections,
    maxResponseSize,
    // Below Node's own 5 s, so that a connection is not used in the moment the subgraph closes it.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    // The caller's deadline covers everything instead of these.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: connectTimeoutMs,
      ...(ca === null ? {} : { ca }),
      ...(lookup === undefined ? {} : { lookup }),
    },
  };
}

/**
 * Through the proxy, or past it where NO_PROXY says so; every step with the same bounds. https is tunnelled, so the
 * proxy sees names alone; http is handed to it, since most proxies tunnel to port 443 only.
 */
function throughProxy(
  { httpProxy, httpsProxy, noProxy }: Proxies,
  bounds: Bounds,
  ca: string[] | null,
  bundle: string | null,
): Dispatcher {
  const options = poolOptions(bounds, ca);
  const timeout = bounds.connectTimeoutMs;
  // The proxy may have a public certificate or the operator's own.
  const proxyAuthorities = bundle === null ? {} : { ca: [...rootCertificates, bundle] };
  return new EnvHttpProxyAgent({
    ...options,
    // Empty, not absent: otherwise the library would look into the environment by itself.
    httpProxy: httpProxy?.href ?? '',
    httpsProxy: httpsProxy?.href ?? '',
    noProxy,
    proxyTunnel: false,
    requestTls: { timeout, ...(ca === null ? {} : { ca }) },
    proxyTls: { timeout, ...proxyAuthorities },
    // What the library would otherwise make without a limit.
    factory: (origin, given: object) => new Pool(origin, { ...options, ...given }),
    clientFactory: (origin, given: object) =>
      new Pool(origin, { ...options, ...given, headersTimeout: timeout }),
  });
}
