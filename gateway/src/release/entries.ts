import type { RegistryEntry } from '@modellregion/schema';
import type { VerifiedRelease } from '@modellregion/schema/release';
import { featuresOf } from '../supergraph/features.js';
import { SupergraphError } from '../supergraph/supergraph-error.js';
import type { ReadSupergraph } from '../supergraph/supergraph-feed.js';
import { supergraphOf } from '../supergraph/supergraph-source.js';

/** @throws SupergraphError if the release's supergraph cannot be served */
export function readRelease(
  { manifest, supergraphSdl }: VerifiedRelease,
  executor: 'modellregion' | 'apollo',
): ReadSupergraph {
  const name = `of release ${String(manifest.sequence)}`;
  const source = supergraphOf(name, Buffer.from(supergraphSdl), featuresOf(executor));
  const registry = manifest.subgraphs.map(entryOf);
  const known = new Set(registry.map((entry) => entry.name));
  // The supergraph's own addresses are no part of what the steward looks at.
  const strangers = source.subgraphs.filter((subgraph) => !known.has(subgraph.name));
  if (strangers.length > 0) {
    throw new SupergraphError(
      'SUBGRAPH_WITHOUT_ADDRESS',
      `The supergraph ${name} asks ${strangers.map((it) => it.name).join(', ')}, which its manifest does not name; release it again.`,
    );
  }
  return { source, registry };
}

function entryOf({
  name,
  operator: { name: operatorName, contact, ags, districtKey },
  url,
  deadlineMs,
  dataClasses,
  owns,
  theme,
  contract,
  keys,
}: VerifiedRelease['manifest']['subgraphs'][number]): RegistryEntry {
  return {
    name,
    operator: {
      name: operatorName,
      contact,
      ...(ags === undefined ? {} : { ags }),
      ...(districtKey === undefined ? {} : { districtKey }),
    },
    url,
    // Its contract is in the supergraph; the file lies with whoever published it.
    sdl: '',
    sdlFile: '',
    dataClasses,
    owns,
    ...(theme === undefined ? {} : { theme }),
    ...(contract === undefined ? {} : { contract }),
    deadlineMs,
    keys,
  };
}
