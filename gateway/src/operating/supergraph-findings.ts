import { configFault, configOk, type ConfigFinding, type RegistryEntry } from '@modellregion/schema';
import { artefactsOf, compose } from '@modellregion/schema/compose';
import type { SupergraphSource } from '../supergraph/supergraph-source.js';

const DO = 'run "npx --no modellregion compose", or serve the supergraph of this release.';

/**
 * Whether a supergraph is the one that this registry and its contracts compose to. One that is not would ask
 * subgraphs for what they do not have, or call an operator that nobody registered.
 */
export function supergraphFindings(
  source: SupergraphSource,
  registry: readonly RegistryEntry[],
): readonly ConfigFinding[] {
  const has = source.subgraphs.map(({ name }) => name);
  const knows = registry.map(({ name }) => name);
  const missing = knows.filter((name) => !has.includes(name));
  const foreign = has.filter((name) => !knows.includes(name));
  if (missing.length + foreign.length > 0) {
    const texts = [
      ...(missing.length > 0 ? [`has no ${missing.join(', ')} of the registry`] : []),
      ...(foreign.length > 0 ? [`has ${foreign.join(', ')}, which the registry does not know`] : []),
    ];
    return [configFault('supergraph', `${source.file} ${texts.join(' and ')}: ${DO}`)];
  }
  const composition = compose(registry);
  if (!composition.ok) {
    const first = composition.problems[0]?.message ?? 'unknown fault';
    return [configFault('supergraph', `The contracts of the registry do not compose (${first}): ${DO}`)];
  }
  const wanted = artefactsOf(composition.supergraphSdl)[0]?.text;
  return source.sdl.replaceAll('\r\n', '\n') === wanted
    ? [configOk('supergraph', `${source.file}: ${has.join(', ')}`)]
    : [configFault('supergraph', `${source.file} is not what registry and contracts compose to: ${DO}`)];
}
