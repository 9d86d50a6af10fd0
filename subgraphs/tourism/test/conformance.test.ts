import { expect, test } from '@jest/globals';
import { conformanceOf } from '@modellregion/subgraph-kit/testing';
import { tourism } from '../src/index.js';

test('tourism keeps what the region expects of it', async () => {
  const { results } = await conformanceOf(tourism);
  expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
});
