import type { FeatureList } from './feature-lists.js';
import type { Feature, Findings } from './collect-features.js';

/** Where an answer stands and where it goes on. */
export interface Addresses {
  readonly self: string;
  readonly next: (after: string) => string;
}

/**
 * A GeoJSON FeatureCollection (RFC 7946) as text, page by page. What is known of the whole only at its end stands there
 * as foreign members: whom to name (`attributions`), how many had no place, what is missing, where it goes on
 * (`links`, as in OGC API – Features).
 *
 * It throws when a page cannot be had; the answer is then cut off before its last bracket, and no reader can take the
 * part for the whole.
 */
export async function* featureCollection(
  list: FeatureList,
  pages: AsyncIterable<readonly Feature[]>,
  findings: Findings,
  addresses: Addresses,
): AsyncGenerator<string, void, void> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(list.path)},"features":[`;
  let count = 0;
  for await (const features of pages) {
    const texts = features.map((feature) => JSON.stringify(feature)).join(',\n');
    if (texts !== '') yield `${count === 0 ? '\n' : ',\n'}${texts}`;
    count += features.length;
  }
  const rest = {
    numberReturned: count,
    withoutLocation: findings.withoutLocation,
    attributions: [...findings.sources.values()],
    missing: [...findings.missing.values()],
    links: linksOf(findings, addresses),
  };
  yield `\n],${JSON.stringify(rest).slice(1)}\n`;
}

function linksOf({ next }: Findings, addresses: Addresses): readonly object[] {
  const type = 'application/geo+json';
  const self = { rel: 'self', href: addresses.self, type };
  return next === null ? [self] : [self, { rel: 'next', href: addresses.next(next), type }];
}
