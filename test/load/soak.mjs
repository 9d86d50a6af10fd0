// A minute at a constant rate while one subgraph comes and goes: nothing may pile up.
import { createClient, percentile } from './open-loop.mjs';

const RATE = 150;
const SOAK_MS = 60_000;
const request = (n) => ({
  query: 'query S($from:Int!){range(from:$from,count:10){upc name inStock} me{name reviews{id body}}}',
  variables: { from: n * 10 },
});

export async function measureSoak({ start, subgraphs }) {
  const gateway = await start(['--expose-gc', '--import', new URL('inside.mjs', import.meta.url).href]);
  const client = createClient(gateway.url);
  // Caches and compiled code fill up before the first look, during an outage as well.
  await flapping(subgraphs, () => client.run(request, RATE, 10_000));
  const before = await settled(gateway);
  const { latencies, failed, errors, sent } = await flapping(subgraphs, () =>
    client.run(request, RATE, SOAK_MS),
  );
  const after = await settled(gateway);
  await client.close();
  await gateway.stop();
  if (errors === 0) throw new Error('no answer told of the outage');
  return [
    ['soak: heap after gc, MB per 1,000 requests', ((after.heapMb - before.heapMb) / sent) * 1000, 0.2],
    ['soak: more sockets than before', Math.max(0, after.sockets - before.sockets), 0],
    ['soak: requests without an answer', failed, 0],
    ['soak: answers that told of the outage', errors, null],
    ['soak: p99, ms', percentile(latencies, 0.99), null],
  ];
}

/** One subgraph is away every other two seconds. */
async function flapping(subgraphs, act) {
  let there = true;
  const turn = setInterval(() => {
    there = !there;
    subgraphs.behave('inventory', there ? 'back' : 'away');
  }, 2000);
  try {
    return await act();
  } finally {
    clearInterval(turn);
    subgraphs.behave('inventory', 'back');
  }
}

/** Once connections that are idle had time to be given up. */
async function settled(gateway) {
  await new Promise((resolve) => setTimeout(resolve, 6000));
  return gateway.ask('held');
}
