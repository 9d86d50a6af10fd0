import {
  CONTRACT_VERSION,
  contractFault,
  describeOperator,
  type PublicCallKey,
  type RegistryEntry,
} from '@modellregion/schema';
import { environmentName, type GatewayConfig } from '../config.js';
import { SupergraphError } from './supergraph-error.js';
import type { SupergraphSource } from './supergraph-source.js';

/** One subgraph as the gateway calls it. */
export interface SubgraphTarget {
  readonly name: string;
  /** What its data is called in errors: the name with a capital letter. */
  readonly subject: string;
  /** Who runs it; null without a registry entry. */
  readonly operator: string | null;
  readonly url: URL;
  readonly deadlineMs: number;
  /** Registered subgraphs get the caller's claims in signed calls; all others get neither. */
  readonly registered: boolean;
  /** Version of the contract that calls are signed by. */
  readonly contract: number;
  /** Public call keys that its entry states; with other ones it is called anew. */
  readonly keys: readonly PublicCallKey[];
}

/**
 * Works out whom to call for each subgraph of the supergraph.
 *
 * A subgraph counts as registered if the registry has an entry of its name and the profile is not `open`:
 * claims about people go only to municipalities that the region knows. Address: environment, else the
 * registry's, else the supergraph's own `@join__graph(url:)`.
 *
 * @throws SupergraphError naming every subgraph without a usable address, or that speaks a version of the contract that is
 * not accepted: calls to it would all be refused.
 */
export function subgraphTargets(
  source: SupergraphSource,
  registry: readonly RegistryEntry[],
  config: GatewayConfig,
): readonly SubgraphTarget[] {
  const open = config.profile === 'open';
  // A release is signed, so that its addresses and names count even where nobody is identified.
  const known = open && config.release === null ? [] : registry;
  const faults: string[] = [];
  const targets = source.subgraphs.flatMap(({ name, url: ownUrl }) => {
    const entry = known.find((it) => it.name === name);
    const variable = environmentName(name);
    const url = config.subgraphUrls.get(variable) ?? parseHttpUrl(entry?.url ?? ownUrl);
    if (url === null) {
      faults.push(`Subgraph ${name} has no http address; set MODELLREGION_SUBGRAPH_${variable}_URL.`);
      return [];
    }
    return {
      name,
      subject: name.charAt(0).toUpperCase() + name.slice(1),
      operator: entry === undefined ? null : describeOperator(entry),
      url,
      deadlineMs: entry?.deadlineMs ?? config.deadlineMs,
      registered: entry !== undefined && !open,
      contract: entry?.contract ?? CONTRACT_VERSION,
      keys: entry?.keys ?? [],
    };
  });
  if (faults.length > 0) throw new SupergraphError('SUBGRAPH_WITHOUT_ADDRESS', faults.join('\n'));
  refuseOtherContracts(targets);
  return targets;
}

function refuseOtherContracts(targets: readonly SubgraphTarget[]): void {
  const faults = targets.flatMap(({ name, contract, registered }) => {
    const fault = registered ? contractFault(contract) : null;
    return fault === null ? [] : [`Subgraph ${name} ${fault}.`];
  });
  if (faults.length > 0) throw new SupergraphError('CONTRACT_NOT_ACCEPTED', faults.join('\n'));
}

/** Variables that name no subgraph of the supergraph: mostly a typing error, which would go unseen. */
export function unusedAddresses(source: SupergraphSource, config: GatewayConfig): readonly string[] {
  const used = new Set(source.subgraphs.map(({ name }) => environmentName(name)));
  const unused = (names: Iterable<string>, what: string): string[] =>
    [...names].filter((name) => !used.has(name)).map((name) => `MODELLREGION_SUBGRAPH_${name}_${what}`);
  return [...unused(config.subgraphUrls.keys(), 'URL'), ...unused(config.subgraphProxies.keys(), 'PROXY')];
}

function parseHttpUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}
