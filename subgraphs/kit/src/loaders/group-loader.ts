import DataLoader from 'dataloader';
import { DEFAULT_MAX_BATCH, type LoaderOptions } from './loader-options.js';

/**
 * Loads the many of one, for example the stops of a municipality. As `batchLoader`, but a key's answer is the
 * list of all its rows, in the order `fetch` gave them; a key without rows is an empty list.
 *
 * @param fetch gets each key once, at most `maxBatch` (default 1000) of them; it bounds the rows of a key itself
 * @param keyOf the key of the one that a row belongs to
 */
export function groupLoader<K extends string, V>(
  fetch: (keys: readonly K[]) => Promise<readonly V[]>,
  keyOf: (value: V) => K,
  options: LoaderOptions = {},
): DataLoader<K, readonly V[]> {
  return new DataLoader<K, readonly V[]>(
    async (keys) => {
      const groups = new Map<K, V[]>(keys.map((key) => [key, []]));
      for (const row of await fetch(keys)) groups.get(keyOf(row))?.push(row);
      return keys.map((key) => groups.get(key) ?? []);
    },
    { maxBatchSize: options.maxBatch ?? DEFAULT_MAX_BATCH },
  );
}
