import type { CallerClaims } from '@modellregion/schema';

/** Purposes for which an office may see who runs a small unit, and where; as in schema.graphql. */
const UNIT_PURPOSES = ['ENERGY_BILLING', 'APPLICATION_PROCESSING'];

/**
 * Whether lists of units that hang on a business or a building may hold units up to 30 kW. What they hang on tells the
 * street, and a business may be a natural person, so the public sees none of them there (§ 15(1) MaStRV): not as null,
 * not as an error, not in a count.
 */
export function maySeeSmallUnits({ scopes, purpose }: Pick<CallerClaims, 'scopes' | 'purpose'>): boolean {
  return scopes.includes('energy:units') && purpose !== null && UNIT_PURPOSES.includes(purpose);
}

/**
 * Whether a caller may know that a market location exists. Its id has a check digit, so valid ones are easily made up;
 * who tried them all would otherwise learn which are in use.
 */
export function mayKnowOf(
  location: { readonly customerResidentId: string | null },
  { kind, subject, scopes }: Pick<CallerClaims, 'kind' | 'subject' | 'scopes'>,
): boolean {
  return scopes.includes('energy:read') || (kind === 'citizen' && location.customerResidentId === subject);
}
