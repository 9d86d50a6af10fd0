/** Levels of lists and objects in a value of a scalar that may be anything; a writer of JSON overflows its stack far above. */
export const MAX_JSON_DEPTH = 1_000;

/** Whether a parsed JSON value is nested deeper than that; looks no deeper. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const below: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return below.some((it) => isDeeperThan(it, levels - 1));
}
