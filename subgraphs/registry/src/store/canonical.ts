import { createHash } from 'node:crypto';

/**
 * JSON with one form for one value: keys in order, instants in UTC, and nothing for what is null, so that a column
 * which comes later and is empty changes no hash of what was there before.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value));
}

export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function ordered(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, it]) => it !== null && it !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, it]) => [key, ordered(it)]),
  );
}
