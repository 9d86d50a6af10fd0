import { expect, test } from '@jest/globals';
import { conformanceOf } from '@modellregion/subgraph-kit/testing';
import { newcomer } from '../src/index.js';

test('newcomer keeps what the region expects of it', async () => {
  const { results } = await conformanceOf(newcomer);
  expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
});
