import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ERROR_CATALOGUE } from '@modellregion/schema';
import { createMetrics } from '../../gateway/src/telemetry/metrics.js';
import { answeringJson } from '../support/fake-subgraph.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import { sendRaw } from '../support/gateway-raw.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';
import { holdCalls } from '../support/held-calls.js';

const folder = temporaryFolder();
let region: SmallRegion;
let gateway: GatewayUnderTest;
let url: string;

beforeEach(async () => {
  region = await startSmallRegion();
  gateway = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: ['--profile', 'developer'],
    env: {
      MODELLREGION_STATE: folder.path,
      MODELLREGION_METRICS_PORT: '0',
      MODELLREGION_BREAKER_MIN_CALLS: '3',
      MODELLREGION_BREAKER_OPEN_MS: '60000',
    },
    registry: registryOf(region.subgraphs, 2_000),
  });
  const { port } = gateway.log.find(({ event }) => event === 'metrics can be read') as { port: number };
  url = `http://127.0.0.1:${String(port)}`;
});
afterEach(async () => {
  await gateway.close();
  await region.close();
});

/** The gateway's own samples that are not zero, without buckets and durations. */
async function samples(): Promise<string[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('modellregion_') && !/_bucket|_sum/.test(line) && !line.endsWith(' 0'))
    .sort();
}

test('good requests: fetches and their number of durations, plans that were found again', async () => {
  await gateway.query('{ count tariff }');
  await gateway.query('{ count tariff }');
  expect(await samples()).toMatchInlineSnapshot(`
   [
     "modellregion_plan_cache_entries 1",
     "modellregion_plan_cache_lookups_total{result="hit"} 1",
     "modellregion_plan_cache_lookups_total{result="miss"} 1",
     "modellregion_plan_duration_seconds_count{outcome="planned"} 1",
     "modellregion_request_duration_seconds_count 2",
     "modellregion_requests_total{status="200"} 2",
     "modellregion_subgraph_fetch_duration_seconds_count{subgraph="energy"} 2",
     "modellregion_subgraph_fetch_duration_seconds_count{subgraph="residents"} 2",
     "modellregion_subgraph_fetches_total{subgraph="energy",outcome="ok"} 2",
     "modellregion_subgraph_fetches_total{subgraph="residents",outcome="ok"} 2",
   ]
  `);
});

test('faults: how fetches ended, what was repeated, refused, rejected; which breaker is open', async () => {
  region.energy.behave(answeringJson({ errors: [{ message: 'x' }] }, 503));
  for (const query of ['{ tariff }', '{ outages { kind } }', '{ t: tariff }']) await gateway.query(query);
  region.residents.behave(answeringJson('no GraphQL'));
  await gateway.query('{ private }');
  expect((await samples()).filter((line) => line.startsWith('modellregion_subgraph'))).toMatchInlineSnapshot(`
   [
     "modellregion_subgraph_breaker_state{subgraph="energy"} 2",
     "modellregion_subgraph_fetch_duration_seconds_count{subgraph="energy"} 3",
     "modellregion_subgraph_fetch_duration_seconds_count{subgraph="residents"} 1",
     "modellregion_subgraph_fetches_total{subgraph="energy",outcome="errors"} 3",
     "modellregion_subgraph_fetches_total{subgraph="energy",outcome="refused"} 1",
     "modellregion_subgraph_fetches_total{subgraph="residents",outcome="invalid"} 1",
     "modellregion_subgraph_rejected_total{subgraph="energy",code="SUBGRAPH_UNAVAILABLE"} 1",
     "modellregion_subgraph_rejected_total{subgraph="residents",code="SUBGRAPH_INVALID_RESPONSE"} 1",
     "modellregion_subgraph_retries_total{subgraph="energy"} 1",
   ]
  `);
});

test('who hung up and who shared', async () => {
  const held = holdCalls(region.residents);
  const line = new AbortController();
  const body = JSON.stringify({ query: '{ count }' });
  const headers = { 'content-type': 'application/json' };
  const hungUp = fetch(`${gateway.gateway.url}/graphql`, {
    method: 'POST',
    headers,
    body,
    signal: line.signal,
  });
  const first = await held.next();
  line.abort();
  await expect(hungUp).rejects.toThrow();
  await first.givenUp;
  // Two requests that differ, one call.
  const both = [gateway.query('{ private }'), gateway.query('{ mine: private }')];
  const call = await held.next();
  await gateway.query('{ tariff }');
  call.answer({ data: { private: 'x' } });
  await Promise.all(both);
  expect(await samples()).toEqual(
    expect.arrayContaining([
      'modellregion_requests_total{status="499"} 1',
      'modellregion_requests_total{status="200"} 3',
      'modellregion_subgraph_fetches_total{subgraph="residents",outcome="abandoned"} 1',
      'modellregion_subgraph_shared_calls_total{subgraph="residents"} 1',
    ]),
  );
});

test('keys that nobody had asked for, wherever they stand', async () => {
  const extra = { count: 3, secret: 1, me: { __typename: 'Resident', id: '1', name: 'anna', iban: 'DE' } };
  region.residents.behave(answeringJson({ data: extra }));
  const answer = await gateway.query('{ count me { name } }');
  expect(answer.text).toBe('{"data":{"count":3,"me":{"name":"anna"}}}\n');
  expect(await samples()).toContain('modellregion_subgraph_unrequested_keys_total{subgraph="residents"} 3');
});

test('nothing that a caller chooses becomes a label', async () => {
  for (let index = 0; index < 20; index += 1) {
    await gateway.query(`query Secret${String(index)} { count }`, {
      headers: { 'apollographql-client-name': `me${String(index)}`, 'x-request-id': `r${String(index)}` },
    });
    await gateway.query(`{ no${String(index)} }`);
  }
  const labels = new Set((await samples()).flatMap((line) => line.match(/\w+="[^"]*"/g) ?? []));
  expect(labels.size).toBeLessThan(12);
  expect([...labels].filter((label) => /Secret|me\d|r\d|no\d/.test(label))).toEqual([]);
});

describe('the port of its own', () => {
  test('has /metrics in the text format, with those of the process, and nothing else', async () => {
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answer.text()).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect((await fetch(`${url}/graphql`)).status).toBe(404);
    expect((await sendRaw(url, { method: 'POST', path: '/metrics' })).status).toBe(405);
  });

  test('is not the gateway’s: there /metrics is nothing', async () => {
    expect((await fetch(`${gateway.gateway.url}/metrics`)).status).toBe(404);
  });

  test('that is taken stops the start with one sentence; without one nothing is counted', async () => {
    const supergraph = writeSupergraph(folder.path, region.subgraphs);
    const env = { MODELLREGION_METRICS_PORT: new URL(url).port };
    await expect(startGateway(supergraph, { env })).rejects.toThrow(
      /^Metrics cannot be read on 127\.0\.0\.1 port \d+ \(EADDRINUSE\); set MODELLREGION_METRICS_PORT to a free port\.$/,
    );
    const without = await startGateway(supergraph);
    expect(without.log.some(({ event }) => event === 'metrics can be read')).toBe(false);
    await without.close();
  });
});

test('what executors count is there by name', async () => {
  const metrics = createMetrics();
  metrics.unrequestedKeys('energy', 3);
  metrics.unrequestedKeys('energy', 2);
  metrics.planCache('hit');
  metrics.planCacheSize(() => 17);
  metrics.planned(0.2, 'too-expensive');
  for (const code of Object.keys(ERROR_CATALOGUE) as (keyof typeof ERROR_CATALOGUE)[])
    metrics.rejected('energy', code);
  const text = await metrics.text();
  expect(text).toContain('modellregion_subgraph_unrequested_keys_total{subgraph="energy"} 5');
  expect(text).toContain('modellregion_plan_cache_lookups_total{result="hit"} 1');
  expect(text).toContain('modellregion_plan_cache_entries 17');
  expect(text).toContain('modellregion_plan_duration_seconds_count{outcome="too-expensive"} 1');
});
