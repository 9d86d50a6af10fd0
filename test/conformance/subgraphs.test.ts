import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRegistry } from '@modellregion/schema';
import { countsOf } from '@modellregion/subgraph-kit/conformance';
import { shortcomings, startBench, type Bench } from './support.js';

const names = loadRegistry().map(({ name }) => name);
let bench: Bench;

beforeAll(async () => {
  bench = await startBench(names);
});
afterAll(() => bench.stop());

describe('every subgraph of the region conforms', () => {
  test.each(names)('%s', async (name) => {
    const report = await bench.conformanceOf(name);
    expect(shortcomings(report)).toEqual([]);
    expect(countsOf(report.results).passed).toBeGreaterThan(30);
  });
});
