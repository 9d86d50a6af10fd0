import { createHash } from 'node:crypto';

/** A stream of pseudo-random values that is the same on every machine and in every run for one label. */
export interface SeededRandom {
  /** Next value in [0, 1). */
  next(): number;
  /** Whole number in [min, max], both inclusive. */
  int(min: number, max: number): number;
  /** True with probability `share` (0 to 1). */
  chance(share: number): boolean;
  /** One element of a non-empty list; throws RangeError for an empty one. */
  pick<T>(list: readonly T[]): T;
  /** One value, drawn in proportion to its weight; throws RangeError for an empty table. */
  weighted<T>(table: readonly (readonly [value: T, weight: number])[]): T;
}

/**
 * Makes a stream from a label. Math.random cannot be seeded, and a random library would tie the data of
 * a whole region to that library's version; sfc32 is 10 lines and its output never changes.
 */
export function seededRandom(label: string): SeededRandom {
  const seed = createHash('sha256').update(label).digest();
  let a = seed.readUInt32LE(0);
  let b = seed.readUInt32LE(4);
  let c = seed.readUInt32LE(8);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The first outputs of sfc32 still mirror the seed.
  for (let i = 0; i < 12; i += 1) next();
  return {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (share) => next() < share,
    pick: (list) => at(list, Math.floor(next() * list.length)),
    weighted: (table) => {
      const total = table.reduce((sum, [, weight]) => sum + weight, 0);
      let rest = next() * total;
      for (const [value, weight] of table) {
        rest -= weight;
        if (rest < 0) return value;
      }
      return at(table, table.length - 1)[0];
    },
  };
}

function at<T>(list: readonly T[], index: number): T {
  if (list.length === 0) throw new RangeError('seededRandom: nothing to draw from, the list is empty');
  return list[index] as T;
}
