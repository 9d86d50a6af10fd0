/**
 * Splits a whole number by weights so that the parts add up to it exactly (largest remainder).
 *
 * @param minimum what each part gets at least; the caller makes sure that total ≥ minimum × parts
 */
export function shareOut(total: number, weights: readonly number[], minimum = 0): readonly number[] {
  const free = total - minimum * weights.length;
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (free * weight) / sum);
  const parts = exact.map((value) => Math.floor(value) + minimum);
  const missing = total - parts.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
