const SPECS = 'https://specs.apollo.dev';

/** Features of a supergraph that every executor of ours and the stock one honour. */
export const STOCK_FEATURES: ReadonlySet<string> = features([
  ['core', 'v0.1', 'v0.2'],
  ['join', 'v0.1', 'v0.2', 'v0.3', 'v0.4', 'v0.5'],
  ['tag', 'v0.1', 'v0.2', 'v0.3'],
  ['inaccessible', 'v0.1', 'v0.2'],
]);

/**
 * What the region's gateways honour in a supergraph, by the address of the specification; a gateway refuses a supergraph
 * that asks for more, and a publication that would lead to one is refused before. `@authenticated`, `@requiresScopes` and
 * `@policy` are honoured by refusal; `@cost`, `@listSize` and `@cacheTag` ask nothing of who executes.
 */
export const SUPERGRAPH_FEATURES: ReadonlySet<string> = new Set([
  ...STOCK_FEATURES,
  ...features([
    ['authenticated', 'v0.1'],
    ['requiresScopes', 'v0.1'],
    ['policy', 'v0.1'],
    ['context', 'v0.1'],
    ['cost', 'v0.1'],
    ['cacheTag', 'v0.1'],
  ]),
]);

function features(list: readonly (readonly string[])[]): ReadonlySet<string> {
  return new Set(
    list.flatMap(([name = '', ...versions]) => versions.map((version) => `${SPECS}/${name}/${version}`)),
  );
}
