import { STOCK_FEATURES, SUPERGRAPH_FEATURES } from '@modellregion/schema';
import { Kind, type DirectiveNode, type DocumentNode } from 'graphql';

/** A feature the schema links, for example `https://specs.apollo.dev/cost/v0.1`. */
interface LinkedFeature {
  readonly url: string;
  readonly name: string;
  readonly version: string;
  readonly purpose: string | null;
}

/** What the executor of this name honours; of the stock one it is the list of @apollo/federation-internals 2.14.4. */
export const featuresOf = (executor: 'modellregion' | 'apollo'): ReadonlySet<string> =>
  executor === 'apollo' ? STOCK_FEATURES : SUPERGRAPH_FEATURES;

const FEATURE_URL = /^(.*)\/([^/]+)\/(v\d+\.\d+)$/;

/**
 * Names the linked features of a supergraph that the executor does not support, such as `policy v0.1`.
 *
 * A feature counts if its `for:` says that whoever executes must understand it (EXECUTION, SECURITY): without
 * it answers would be wrong or unguarded, unseen. Others, such as `cost v0.1`, may be ignored.
 */
export function unsupportedFeatures(
  document: DocumentNode,
  supported: ReadonlySet<string>,
): readonly string[] {
  return linkedFeatures(document)
    .filter(({ url, purpose }) => (purpose === 'EXECUTION' || purpose === 'SECURITY') && !supported.has(url))
    .map(({ name, version }) => `${name} ${version}`);
}

function linkedFeatures(document: DocumentNode): LinkedFeature[] {
  const found: LinkedFeature[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) {
      const url = argument(directive, 'url') ?? argument(directive, 'feature');
      const [, , name, version] = FEATURE_URL.exec(url ?? '') ?? [];
      if (url === null || name === undefined || version === undefined) continue;
      found.push({ url, name, version, purpose: argument(directive, 'for') });
    }
  }
  return found;
}

function argument(directive: DirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((it) => it.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : null;
}
