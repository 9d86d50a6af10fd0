import DataLoader from 'dataloader';
import { DEFAULT_MAX_BATCH, type LoaderOptions } from './loader-options.js';

/**
 * Loads things by their key: all keys asked for in one tick of a request become one `fetch`.
 *
 * Make it fresh for each request (in `services`): it remembers what it loaded, and one caller's data must
 * never answer another.
 *
 * - Answers stand in the order of the keys, whatever the order of the rows; a key without a row is null.
 * - A key asked for twice is fetched once. Of two rows with one key the first counts; rows nobody asked for
 *   are ignored.
 * - If `fetch` fails, every key of that batch fails with its error; other batches do not.
 *
 * @param fetch gets each key once, at most `maxBatch` (default 1000) of them
 * @param keyOf the key of a row
 */
export function batchLoader<K extends string, V>(
  fetch: (keys: readonly K[]) => Promise<readonly V[]>,
  keyOf: (value: V) => K,
  options: LoaderOptions = {},
): DataLoader<K, V | null> {
  return new DataLoader<K, V | null>(
    async (keys) => {
      const byKey = new Map<K, V>();
      for (const row of await fetch(keys)) {
        const key = keyOf(row);
        if (!byKey.has(key)) byKey.set(key, row);
      }
      return keys.map((key) => byKey.get(key) ?? null);
    },
    { maxBatchSize: options.maxBatch ?? DEFAULT_MAX_BATCH },
  );
}
