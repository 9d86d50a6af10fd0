import { describe, expect, test } from '@jest/globals';
import { batchLoader, groupLoader } from '../../subgraphs/kit/src/loaders/index.js';

interface Stop {
  readonly id: string;
  readonly ags: string;
}

/** A table that remembers which keys each call asked it for. */
function table(rows: readonly Stop[]): {
  readonly calls: string[][];
  readonly fetch: (keys: readonly string[]) => Promise<readonly Stop[]>;
} {
  const calls: string[][] = [];
  return {
    calls,
    fetch: (keys) => {
      calls.push([...keys]);
      return Promise.resolve(rows);
    },
  };
}

const ROWS: readonly Stop[] = [
  { id: 'c', ags: '05774032' },
  { id: 'a', ags: '05774020' },
  { id: 'b', ags: '05774032' },
];
const byId = (stop: Stop): string => stop.id;
const byAgs = (stop: Stop): string => stop.ags;

describe('batchLoader', () => {
  test('one call for all keys of a tick, answers in key order, null for what is missing', async () => {
    const { calls, fetch } = table(ROWS);
    const loader = batchLoader(fetch, byId);
    const answers = await Promise.all(['a', 'x', 'b', 'c'].map((id) => loader.load(id)));
    expect(answers.map((stop) => stop?.id ?? null)).toEqual(['a', null, 'b', 'c']);
    expect(calls).toEqual([['a', 'x', 'b', 'c']]);
  });

  test('a key asked for twice is fetched once, also later in the request', async () => {
    const { calls, fetch } = table(ROWS);
    const loader = batchLoader(fetch, byId);
    const [first, second] = await Promise.all([loader.load('a'), loader.load('a')]);
    expect(first).toBe(second);
    expect(await loader.load('a')).toBe(first);
    expect(calls).toEqual([['a']]);
  });

  test('a row nobody asked for is ignored, and of two rows with one key the first counts', async () => {
    const { fetch } = table([
      { id: 'a', ags: '1' },
      { id: 'a', ags: '2' },
      { id: 'z', ags: '3' },
    ]);
    expect(await batchLoader(fetch, byId).loadMany(['a', 'b'])).toEqual([{ id: 'a', ags: '1' }, null]);
  });

  test('more keys than maxBatch become several calls', async () => {
    const { calls, fetch } = table(ROWS);
    await batchLoader(fetch, byId, { maxBatch: 2 }).loadMany(['a', 'b', 'c']);
    expect(calls).toEqual([['a', 'b'], ['c']]);
  });

  test('maxBatch is 1000 by default', async () => {
    const { calls, fetch } = table([]);
    await batchLoader(fetch, byId).loadMany(Array.from({ length: 1001 }, (_, index) => `${index}`));
    expect(calls.map((keys) => keys.length)).toEqual([1000, 1]);
  });

  test('a failure rejects every key of its batch and no other', async () => {
    const fault = new Error('connection lost');
    const fetch = (keys: readonly string[]): Promise<readonly Stop[]> =>
      keys.includes('b') ? Promise.reject(fault) : Promise.resolve(ROWS);
    const answers = await batchLoader(fetch, byId, { maxBatch: 2 }).loadMany(['a', 'b', 'c']);
    expect(answers).toEqual([fault, fault, { id: 'c', ags: '05774032' }]);
  });

  test('a fresh loader knows nothing of another', async () => {
    const { calls, fetch } = table(ROWS);
    await batchLoader(fetch, byId).load('a');
    await batchLoader(fetch, byId).load('a');
    expect(calls).toEqual([['a'], ['a']]);
  });
});

describe('groupLoader', () => {
  test('one call, the rows of each key in the order they came, none as an empty list', async () => {
    const { calls, fetch } = table(ROWS);
    const groups = await groupLoader(fetch, byAgs).loadMany(['05774020', '05774032', '05711000']);
    expect(groups).toEqual([
      [{ id: 'a', ags: '05774020' }],
      [
        { id: 'c', ags: '05774032' },
        { id: 'b', ags: '05774032' },
      ],
      [],
    ]);
    expect(calls).toEqual([['05774020', '05774032', '05711000']]);
  });

  test('a key asked for twice is fetched once, also later in the request', async () => {
    const { calls, fetch } = table(ROWS);
    const loader = groupLoader(fetch, byAgs);
    const group = await loader.load('05774032');
    expect(await loader.load('05774032')).toBe(group);
    expect(calls).toEqual([['05774032']]);
  });

  test('rows nobody asked for are ignored; maxBatch and failures are as in batchLoader', async () => {
    const { calls, fetch } = table(ROWS);
    expect(await groupLoader(fetch, byAgs, { maxBatch: 1 }).loadMany(['x', 'y'])).toEqual([[], []]);
    expect(calls).toEqual([['x'], ['y']]);
    const failing = groupLoader<string, Stop>(() => Promise.reject(new Error('lost')), byAgs);
    await expect(failing.load('x')).rejects.toThrow('lost');
  });
});
