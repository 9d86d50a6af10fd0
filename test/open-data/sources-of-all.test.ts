import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import type { Ask } from '../../gateway/src/open-data/ask.js';
import { sourcesOfAll } from '../../gateway/src/open-data/sources-of-all.js';

const SCHEMA = buildSchema(`
  type Query { aDataSources: [DataSource!] bDataSources: [DataSource!] cDataSources: [DataSource!] DataSources: [Int] }
  type DataSource { title: String! publisher: String! licence: String! provenance: String! }
`);

test('each subgraph is asked for itself: one that hangs, fails or is known to be down takes no other with it', async () => {
  const asked: string[] = [];
  const set = { title: 'T', publisher: 'P', licence: 'L', provenance: 'OPEN_DATA' };
  const ask: Ask = ({ query, operationName }) => {
    asked.push(query);
    if (operationName === 'DataSources_b') return new Promise(() => undefined);
    return Promise.resolve({ data: { aDataSources: [set] }, errors: [] });
  };
  // The field that a foreign interface does not have is not asked for, and is null.
  expect(await sourcesOfAll(SCHEMA, ask, new Map([['c', 'SUBGRAPH_UNAVAILABLE']]), 20)).toMatchObject([
    { subgraph: 'a', sources: [{ ...set, recordCount: null, notice: null }] },
    { subgraph: 'b', problem: 'SUBGRAPH_TIMEOUT' },
    { subgraph: 'c', problem: 'SUBGRAPH_UNAVAILABLE' },
  ]);
  expect(asked).toEqual([
    'query DataSources_a { aDataSources { title publisher licence provenance } }',
    'query DataSources_b { bDataSources { title publisher licence provenance } }',
  ]);
});
