import { describe, expect, test } from '@jest/globals';
import { loadRegistry } from '@modellregion/schema';
import type { Subgraph } from '@modellregion/subgraph-kit';
import { countsOf } from '@modellregion/subgraph-kit/conformance';
import { conformanceOf } from '@modellregion/subgraph-kit/testing';
import { shortcomings } from './support.js';

describe('every subgraph of the region conforms', () => {
  test.each(loadRegistry().map((entry) => [entry.name, entry] as const))('%s', async (name, entry) => {
    const module = (await import(`@modellregion/${name}`)) as Readonly<Record<string, Subgraph>>;
    const subgraph = module[name];
    if (subgraph === undefined) throw new Error(`@modellregion/${name} exports no ${name}`);

    const report = await conformanceOf(subgraph, entry);

    expect(shortcomings(report)).toEqual([]);
    expect(countsOf(report.results).passed).toBeGreaterThan(30);
  });
});
