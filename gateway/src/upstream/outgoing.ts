import { readAuthorities, TlsFileError } from '@modellregion/schema';
import { openWay, type OpenWay, type Proxies } from '@modellregion/schema/outgoing';
import type { OutgoingConfig, SubgraphProxy } from '../config.js';
import { StartupError } from '../errors/startup-error.js';

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
  const regional = { bundle, publicToo: false };
  return {
    toSubgraph: (proxy) => openWay(regional, proxiesOf(proxy, config)),
    toRegistry: openWay(regional, config),
    toIssuer: openWay({ bundle, publicToo: true }, config),
  };
}

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
