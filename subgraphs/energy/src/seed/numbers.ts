import { maloIdCheckDigit, syntheticId } from '@modellregion/subgraph-kit';
import type { EnergyMedium } from '../generated/graphql.js';

/**
 * The n-th made-up market location id: BDEW gives out 4 to 9 at the first place, DVGW 1 to 3. Another n is another id.
 */
export function maloId(n: number, medium: EnergyMedium): string {
  const first = medium === 'ELECTRICITY' ? 4 + (n % 6) : 1 + (n % 3);
  const ten = `${first}${scattered(n, 9)}`;
  return `${ten}${maloIdCheckDigit(ten)}`;
}

/** The n-th made-up metering location id; 000000 is no operator's code. */
export function meloId(n: number, postalCode: string): string {
  return `DE000000${postalCode}${syntheticId('metering-point', n).slice(-20).toUpperCase()}`;
}

/** The n-th made-up number of a unit in the Marktstammdatenregister. */
export function mastrNumber(n: number): string {
  return `SEE9${scattered(n, 11)}`;
}

/** Another number of so many digits for each n below 10^digits, without a pattern that the eye sees. */
function scattered(n: number, digits: number): string {
  // A factor that shares no divisor with 10 permutes the numbers.
  const range = 10n ** BigInt(digits);
  return String((BigInt(n) * 61_803_398_877n + 27_182_818_284n) % range).padStart(digits, '0');
}
