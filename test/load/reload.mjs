// The supergraph is replaced thirty times under load, ten times by one that is broken.
import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { createClient, percentile, sorted } from './open-loop.mjs';

const RATE = 150;
const RELOADS = 30;
const BETWEEN_MS = 200;
/** Now and then long enough for what comes after a reload: the second planning thread starts. */
const LONG_BETWEEN_MS = 4_000;
const NOTICED_WITHIN_MS = 20_000;
const BROKEN = 'type Query { broken';
const request = (n) => ({
  query: 'query R($from:Int!){range(from:$from,count:10){upc name inStock}}',
  variables: { from: n * 10 },
});

/** As an operator does it: a reader sees the old file or the new one, never a part. */
function replace(file, text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** The same supergraph with one more type, so that it is another one. */
const numbered = (sdl, n) =>
  `${sdl}\nenum Generation${n} @join__type(graph: PRODUCTS) { ONE @join__enumValue(graph: PRODUCTS) }\n`;

export async function measureReload({ start, subgraphs }) {
  const { supergraph, supergraphSdl } = subgraphs;
  // Noticed at once, so that hardly a moment of the measurement is without a reload.
  const gateway = await start([], { MODELLREGION_SUPERGRAPH_POLL_MS: '100' });
  const client = createClient(gateway.url);
  await client.run(request, RATE, 2_000);
  const quiet = await client.run(request, RATE, 10_000);
  const over = new AbortController();
  const under = client.run(request, RATE, Infinity, over.signal);
  const reloads = [];
  let unnoticed = 0;
  for (let n = 1; n <= RELOADS; n += 1) {
    const text = n % 3 === 0 ? BROKEN : numbered(supergraphSdl, n);
    const from = performance.now();
    replace(supergraph, text);
    if (!(await noticed(gateway.url, text))) unnoticed += 1;
    reloads.push({ from, to: performance.now() });
    const between = n % 5 === 0 ? LONG_BETWEEN_MS : BETWEEN_MS;
    await new Promise((resolve) => setTimeout(resolve, between));
  }
  over.abort();
  const busy = await under;
  const afterwards = await client.run(request, RATE, 10_000);
  await client.close();
  await gateway.stop();
  replace(supergraph, supergraphSdl);
  const within = busy.timed.filter(({ at }) => reloads.some(({ from, to }) => at >= from && at < to));
  // Whoever else is at work on the machine must not make the limit a mild one.
  const most = 2 * Math.min(...[quiet, afterwards].map(({ latencies }) => percentile(latencies, 0.99)));
  const lost = [quiet, busy, afterwards].reduce((sum, it) => sum + it.failed + it.errors, 0);
  return [
    ['reload: supergraphs of 30 that did not take over, or were not refused', unnoticed, 0],
    ['reload: requests', busy.sent, null],
    ['reload: of these during a reload', within.length, null],
    ['reload: requests that failed', lost, 0],
    ['reload: p99 during a reload, ms; limit: twice that without', percentile(sorted(within), 0.99), most],
    ['reload: p99 from the first to the last, ms', percentile(busy.latencies, 0.99), most],
  ];
}

/** Whether the gateway says that it serves this supergraph or, if it is the broken one, that it was refused. */
async function noticed(url, text) {
  const hash = createHash('sha256').update(text).digest('hex');
  for (const begun = Date.now(); Date.now() - begun < NOTICED_WITHIN_MS;) {
    const { supergraph } = await (await fetch(new URL('/readyz', url))).json();
    const refused = supergraph.state === 'refused';
    if (text === BROKEN ? refused : !refused && hash.startsWith(supergraph.hash)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
