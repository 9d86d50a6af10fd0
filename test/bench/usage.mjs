// What counting usage costs: a request in the gateway's thread, an operation in the planning thread, a batch.
// node test/bench/usage.mjs, after npm run build.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema, parse } from 'graphql';
import { portalQueries } from '@modellregion/schema';
import { generateSigningKey, signReport } from '@modellregion/schema/release';
import { usageOf } from '../../gateway/dist/plan/operation-usage.js';
import { batchesOf } from '../../gateway/dist/usage/usage-batches.js';
import { UsageCounter } from '../../gateway/dist/usage/usage-counter.js';

const schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'), {
  assumeValid: true,
});
const documents = portalQueries().map(({ text }) => parse(text));
const tell = () => documents.map((document) => usageOf(document, null, schema));

for (let round = 0; round < 200; round += 1) tell();
let began = performance.now();
for (let round = 0; round < 200; round += 1) tell();
const perOperation = ((performance.now() - began) * 1_000) / (200 * documents.length);

const operations = tell();
const counter = new UsageCounter(() => undefined);
const clients = ['portal', 'app', 'kiosk', null];
const REQUESTS = 5_000_000;
const count = () => {
  for (let index = 0; index < REQUESTS; index += 1) {
    counter.count(operations[index % operations.length], clients[index & 3], '2.1.0', false);
  }
};
count();
began = performance.now();
count();
const perRequest = ((performance.now() - began) * 1e6) / REQUESTS;

began = performance.now();
const { batches } = await batchesOf(counter.take().counts);
const key = generateSigningKey('gateway');
const instant = new Date().toISOString();
let bytes = 0;
for (const batch of batches) {
  const report = {
    region: 'owl',
    gateway: 'gateway-owl',
    id: randomUUID(),
    from: instant,
    to: instant,
    release: null,
    operations: batch,
  };
  bytes += (await signReport('usage', report, key)).length;
}
const perBatch = performance.now() - began;

console.log(`a request, in the gateway's thread     ${perRequest.toFixed(0)} ns`);
console.log(`an operation, once, in the planner's   ${perOperation.toFixed(0)} µs`);
console.log(
  `${String(operations.length * clients.length)} counts made into a report       ${perBatch.toFixed(1)} ms, ${String(bytes)} bytes`,
);
