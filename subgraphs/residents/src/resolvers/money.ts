import type { Money } from '../generated/graphql.js';

/** All amounts of the database are euro cents. */
export function euro(amountCents: number): Money {
  return { amountCents, currency: 'EUR' };
}
