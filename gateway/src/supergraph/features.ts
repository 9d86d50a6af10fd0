import { Kind, type DirectiveNode, type DocumentNode } from 'graphql';

/** A feature the schema links, for example `https://specs.apollo.dev/cost/v0.1`. */
interface LinkedFeature {
  readonly url: string;
  readonly name: string;
  readonly version: string;
  readonly purpose: string | null;
}

const STOCK = features([
  ['core', 'v0.1', 'v0.2'],
  ['join', 'v0.1', 'v0.2', 'v0.3', 'v0.4', 'v0.5'],
  ['tag', 'v0.1', 'v0.2', 'v0.3'],
  ['inaccessible', 'v0.1', 'v0.2'],
]);

/**
 * What our own executor honours. `@authenticated`, `@requiresScopes` and `@policy` are honoured by refusal; `@cost`,
 * `@listSize` and `@cacheTag` ask nothing of who executes.
 */
export const SUPPORTED_FEATURES: ReadonlySet<string> = new Set([
  ...STOCK,
  ...features([
    ['authenticated', 'v0.1'],
    ['requiresScopes', 'v0.1'],
    ['policy', 'v0.1'],
    ['context', 'v0.1'],
    ['cost', 'v0.1'],
    ['cacheTag', 'v0.1'],
  ]),
]);

/** What the stock executor can run; the list of @apollo/federation-internals 2.14.4. */
const STOCK_FEATURES: ReadonlySet<string> = STOCK;

/** What the executor of this name honours. */
export const featuresOf = (executor: 'modellregion' | 'apollo'): ReadonlySet<string> =>
  executor === 'apollo' ? STOCK_FEATURES : SUPPORTED_FEATURES;

function features(list: readonly (readonly string[])[]): ReadonlySet<string> {
  return new Set(
    list.flatMap(([name, ...versions]) =>
      versions.map((version) => `https://specs.apollo.dev/${name ?? ''}/${version}`),
    ),
  );
}

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
