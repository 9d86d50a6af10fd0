import { shown, type FieldReader } from '@modellregion/subgraph-kit';
import type { TransportMode } from '../generated/graphql.js';

/** Means of transport by the names that the railway's journey planner has for its products. */
const MODES_OF_PRODUCTS: ReadonlyMap<string, TransportMode> = new Map([
  ['nationalExpress', 'LONG_DISTANCE_RAIL'],
  ['national', 'LONG_DISTANCE_RAIL'],
  ['regionalExpress', 'RAIL'],
  ['regional', 'RAIL'],
  ['suburban', 'RAIL'],
  ['bus', 'BUS'],
  ['subway', 'LIGHT_RAIL'],
  ['tram', 'TRAM'],
  ['taxi', 'ON_DEMAND'],
]);

/** Means of transport of a record's products; a product that is not known is warned of. */
export function modesOf(fields: FieldReader, products: readonly string[]): readonly TransportMode[] {
  const modes = new Set<TransportMode>();
  for (const product of products) {
    const mode = MODES_OF_PRODUCTS.get(product.trim());
    if (mode === undefined)
      fields.warn('products', `${shown(product)} is no means of transport that is known here`);
    else modes.add(mode);
  }
  return [...modes].sort();
}
