// Subgraphs 20 ms away: fewer requests must not mean later answers than the stock plan gives.
import { createClient, percentile } from './open-loop.mjs';
import { SCENARIOS } from '../bench/support/scenarios.mjs';

const RATE = 10;
const JOIN = SCENARIOS.find(({ name }) => name === 'join, every request different');

export async function measureDistance({ startFar }) {
  const p95 = {};
  for (const name of ['stock', 'modellregion']) {
    const gateway = await startFar(name);
    const client = createClient(gateway.url);
    const request = (n) => JSON.parse(JOIN.request(n).body);
    await client.run(request, RATE, 3_000);
    p95[name] = percentile((await client.run(request, RATE, 8_000)).latencies, 0.95);
    await client.close();
    await gateway.stop();
  }
  return [
    ['20 ms away: p95 of the join, stock, ms', p95.stock, null],
    ['20 ms away: p95 of the join, ms', p95.modellregion, p95.stock],
  ];
}
