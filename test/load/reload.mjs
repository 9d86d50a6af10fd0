// The supergraph is replaced thirty times under load, ten times by one that is broken.
import { renameSync, writeFileSync } from 'node:fs';
import { createClient, percentile } from './open-loop.mjs';

const RATE = 150;
const RELOADS = 30;
const BETWEEN_MS = 500;
const request = (n) => ({
  query: 'query R($from:Int!){range(from:$from,count:10){upc name inStock}}',
  variables: { from: n * 10 },
});

/** As an operator does it: a reader sees the old file or the new one, never a part. */
function replace(file, text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** The same supergraph with one more type, so that it can be seen which one is in use. */
const numbered = (sdl, n) =>
  `${sdl}\nenum Generation${n} @join__type(graph: PRODUCTS) { ONE @join__enumValue(graph: PRODUCTS) }\n`;

export async function measureReload({ start, subgraphs }) {
  const { supergraph, supergraphSdl } = subgraphs;
  const gateway = await start();
  const client = createClient(gateway.url);
  if (!(await takesOver(client, subgraphs))) {
    await client.close();
    await gateway.stop();
    return [['reload: not measured, as this gateway takes no new supergraph over', null, null]];
  }
  await client.run(request, RATE, 2_000);
  const quiet = await client.run(request, RATE, 10_000);
  const under = client.run(request, RATE, RELOADS * BETWEEN_MS + 1_000);
  for (let n = 1; n <= RELOADS; n += 1) {
    replace(supergraph, n % 3 === 0 ? 'type Query { broken' : numbered(supergraphSdl, n));
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  const busy = await under;
  replace(supergraph, supergraphSdl);
  await client.close();
  await gateway.stop();
  return [
    ['reload: requests that failed', quiet.failed + busy.failed + quiet.errors + busy.errors, 0],
    [
      'reload: p99 during reloads, ms',
      percentile(busy.latencies, 0.99),
      2 * percentile(quiet.latencies, 0.99),
    ],
  ];
}

async function takesOver(client, { supergraph, supergraphSdl }) {
  replace(supergraph, numbered(supergraphSdl, 0));
  const query = '{ __type(name: "Generation0") { name } }';
  for (const begun = Date.now(); Date.now() - begun < 5_000;) {
    const { answer } = await client.ask({ query });
    if (answer.data?.__type !== null) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  replace(supergraph, supergraphSdl);
  return false;
}
