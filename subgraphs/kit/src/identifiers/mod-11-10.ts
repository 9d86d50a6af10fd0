/**
 * Check digit of some digits by ISO 7064, MOD 11,10, as tax numbers have it. It finds every change of a single
 * digit.
 *
 * @throws RangeError if `digits` is empty or holds anything else
 */
export function mod1110CheckDigit(digits: string): number {
  if (!/^\d+$/.test(digits)) throw new RangeError('a check digit is computed over digits alone');
  let product = 10;
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  return (11 - product) % 10;
}
