import { rootCertificates } from 'node:tls';
import { readAuthorities, TlsFileError } from '@modellregion/schema';
import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import type { OutgoingConfig, SubgraphProxy } from '../config.js';
import { StartupError } from '../errors/startup-error.js';

/** How much one destination may take, whichever way leads to it. */
export interface Bounds {
  /** Connections at most; more calls wait their turn. */
  readonly connections: number;
  /** Bytes of an answer after which it is given up. */
  readonly maxResponseSize: number;
  /** Milliseconds to connect, to the proxy, through it and to the destination each. */
  readonly connectTimeoutMs: number;
}

/** Makes the way to one destination; close it with `destroy`. */
export type OpenWay = (origin: string, bounds: Bounds) => Dispatcher;

/** The ways out of this machine. */
export interface Outgoing {
  /**
   * To a subgraph: with a bundle of authorities, no other authority vouches for it.
   *
   * @param proxy its own way; undefined: that of all others
   */
  readonly toSubgraph: (proxy: SubgraphProxy | undefined) => OpenWay;
  /** To the region's registry: as to subgraphs without a way of their own. */
  readonly toRegistry: OpenWay;
  /** To the issuer, who may as well have a certificate that the whole world accepts. */
  readonly toIssuer: OpenWay;
}

/**
 * Reads the bundle of authorities and settles on direct connections or the proxy.
 *
 * @throws StartupError when the bundle cannot be used
 */
export function createOutgoing(config: OutgoingConfig): Outgoing {
  const bundle = config.caFile === null ? null : readBundle(config.caFile);
  const open = (ca: string[] | null, proxies: Proxies): OpenWay =>
    proxies.httpProxy === null && proxies.httpsProxy === null
      ? (origin, bounds) => new Pool(origin, poolOptions(bounds, ca))
      : (_origin, bounds) => throughProxy(proxies, bounds, ca, bundle);
  const regional = bundle === null ? null : [bundle];
  return {
    toSubgraph: (proxy) => open(regional, proxiesOf(proxy, config)),
    toRegistry: open(regional, config),
    toIssuer: open(bundle === null ? null : [...rootCertificates, bundle], config),
  };
}

type Proxies = Pick<OutgoingConfig, 'httpProxy' | 'httpsProxy' | 'noProxy'>;

function proxiesOf(proxy: SubgraphProxy | undefined, common: Proxies): Proxies {
  if (proxy === undefined) return common;
  const only = proxy === 'direct' ? null : proxy;
  return { httpProxy: only, httpsProxy: only, noProxy: '' };
}

function readBundle(file: string): string {
  try {
    return readAuthorities(file);
  } catch (error) {
    if (error instanceof TlsFileError) throw new StartupError(`MODELLREGION_CA_FILE: ${error.message}`);
    throw error;
  }
}

function poolOptions(
  { connections, maxResponseSize, connectTimeoutMs }: Bounds,
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
    connect: { timeout: connectTimeoutMs, ...(ca === null ? {} : { ca }) },
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
