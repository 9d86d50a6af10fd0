import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { UsageBatch, UsageOperation } from '@modellregion/schema/release';
import type { OperationUsage } from '../../gateway/src/plan/messages.js';
import { batchesOf } from '../../gateway/src/usage/usage-batches.js';
import { UsageCounter } from '../../gateway/src/usage/usage-counter.js';
import { createUsageSpool } from '../../gateway/src/usage/usage-spool.js';
import { ready, spawnGateway } from '../support/gateway-process.js';
import { post, temporaryFolder } from '../support/gateway-under-test.js';
import { ReleasedRegion } from './support.js';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

/** Counts of all batches by operation and client, as the registry adds them up. */
function counted(batches: readonly UsageBatch[]): Record<string, { count: number; errors: number }> {
  const sums: Record<string, { count: number; errors: number }> = {};
  for (const { name, client, count, errors } of batches.flatMap(({ operations }) => operations)) {
    const key = `${name ?? ''} ${client.name} ${client.version ?? ''}`;
    const sum = (sums[key] ??= { count: 0, errors: 0 });
    sum.count += count;
    sum.errors += errors;
  }
  return sums;
}
const total = (batches: readonly UsageBatch[]): number =>
  Object.values(counted(batches)).reduce((sum, { count }) => sum + count, 0);

describe('a gateway that reports', () => {
  let released: ReleasedRegion;
  beforeEach(async () => {
    released = await ReleasedRegion.create(folder.path);
  });
  afterEach(() => released.close());

  const CLIENT = 'apollographql-client-name';
  const VERSION = 'apollographql-client-version';

  const EXECUTORS = [['modellregion'], ['apollo']];

  test.each(EXECUTORS)('counts exactly, by operation and client, with errors (%s)', async (executor) => {
    const { registry } = released;
    const { hash } = await released.release('one');
    const gateway = await released.start({
      env: { MODELLREGION_USAGE_MS: '40', MODELLREGION_EXECUTOR: executor },
    });
    const portal = { headers: { [CLIENT]: 'portal', [VERSION]: '2.1' } };
    const app = { headers: { [CLIENT]: 'app' } };
    const ask = (times: number, query: string, options: object) =>
      Promise.all(Array.from({ length: times }, () => gateway.query(query, options)));
    await ask(7, 'query A { count }', portal);
    await ask(5, 'query A { count }', app);
    await ask(3, 'query B { private }', app);
    await ask(2, 'mutation C { move(id: "1") { name } }', {});
    await ask(2, '{ broken', app);
    await ask(1, '{ nobody }', app);
    await gateway.query('query E { count } query F { count }', app);
    const get = `${gateway.gateway.url}/graphql?query=${encodeURIComponent('query D { tariff }')}`;
    await fetch(get, { headers: { 'apollo-require-preflight': '1', [CLIENT]: 'app' } });
    await registry.until(() => total(registry.usage) === 18);
    await gateway.close();
    expect(counted(registry.usage)).toEqual({
      'A portal 2.1': { count: 7, errors: 0 },
      'A app ': { count: 5, errors: 0 },
      'B app ': { count: 3, errors: 3 },
      'C unknown ': { count: 2, errors: 0 },
      'D app ': { count: 1, errors: 0 },
    });
    expect(registry.usage[0]).toMatchObject({ region: 'owl', gateway: 'gateway-owl', release: hash });
  });

  test.each(EXECUTORS)(
    'tells no literal, no variable and no header; documents that differ in those alone are one (%s)',
    async (executor) => {
      const { registry } = released;
      await released.release('one');
      const gateway = await released.start({
        env: { MODELLREGION_USAGE_MS: '999999', MODELLREGION_EXECUTOR: executor },
      });
      await gateway.query('mutation M { a: move(id: "geheim-1") { name } }');
      await gateway.query('mutation M { a: move(id: "geheim-2") { name } }  # geheim');
      await gateway.query('query V($n: Int) { residents(first: $n, state: OPEN) { name meter } }', {
        variables: { n: 271828 },
        headers: { [CLIENT]: 'geheim; <script>' },
      });
      await gateway.close();
      const text = JSON.stringify(registry.usage);
      expect(text).not.toMatch(/geheim|271828|script/);
      const operations = registry.usage.flatMap(({ operations: all }) => all);
      expect(
        operations.map(({ name, signature, count, fields }) => ({ name, signature, count, fields })),
      ).toEqual([
        {
          name: 'M',
          signature: 'mutation M{a:move(id:""){name}}',
          count: 2,
          fields: ['Mutation.move', 'Resident.name'],
        },
        {
          name: 'V',
          signature: 'query V($n:Int){residents(first:$n state:OPEN){name meter}}',
          count: 1,
          fields: ['Query.residents', 'Resident.meter', 'Resident.name'],
        },
      ]);
    },
  );

  test('keeps batches while the registry takes none, over a kill -9, and loses at most the one in the making', async () => {
    const { home, registry } = released;
    await released.release('one');
    // Every batch is tried, and none is taken.
    registry.reportStatus = 401;
    const env = { ...home.env(), MODELLREGION_USAGE_MS: '100', LOG_LEVEL: 'silent' };
    const argv = ['--registry', registry.url, '--port', '0', '--profile', 'open'];
    const first = spawnGateway(argv, env);
    const url = await ready(first);
    for (let index = 0; index < 5; index += 1) await post(url, { query: 'query A { count }' });
    const kept = () => new Map(registry.turnedAway.map((batch) => [batch.id, batch]));
    await registry.until(() => total([...kept().values()]) === 5);
    await post(url, { query: 'query B { tariff }' });
    first.child.kill('SIGKILL');
    await first.ended;

    registry.reportStatus = 202;
    const second = await released.start({ env: { MODELLREGION_USAGE_MS: '40' } });
    await second.query('query C { count }');
    await registry.until(() => counted(registry.usage)['C unknown '] !== undefined);
    const sums = counted(registry.usage);
    expect(sums['A unknown ']).toEqual({ count: 5, errors: 0 });
    expect(sums['B unknown ']?.count ?? 1).toBe(1);
    expect(new Set(registry.usage.map(({ id }) => id)).size).toBe(registry.usage.length);
    await second.close();
    expect(readdirSync(join(home.state, 'gateway', 'usage'))).toEqual([]);
  });

  test('a batch that is refused is not sent again and keeps no other back', async () => {
    const { registry } = released;
    await released.release('one');
    registry.reportStatus = 400;
    const gateway = await released.start({ env: { MODELLREGION_USAGE_MS: '40' } });
    await gateway.query('query A { count }');
    await gateway.event('usage refused by the registry');
    registry.reportStatus = 202;
    await gateway.query('query B { count }');
    await registry.until(() => registry.usage.length > 0);
    expect(counted(registry.usage)).toEqual({ 'B unknown ': { count: 1, errors: 0 } });
  });

  test('without a key nothing is counted and nothing is reported', async () => {
    const { registry } = released;
    await released.release('one');
    const env = {
      MODELLREGION_GATEWAY_NAME: '',
      MODELLREGION_REPORT_KEY_FILE: '',
      MODELLREGION_USAGE_MS: '10',
    };
    const gateway = await released.start({ env });
    await gateway.query('query A { count }');
    await gateway.close();
    expect([registry.usage, registry.serving, registry.turnedAway]).toEqual([[], [], []]);
  });
});

describe('bounds', () => {
  const operation = (signature: string): OperationUsage => ({ name: null, signature, fields: ['Query.a'] });

  test('of the counter: operations that are too many are told as such, and it asks to be emptied before', () => {
    let asked = 0;
    const counter = new UsageCounter(() => (asked += 1));
    for (let index = 0; index < 6_000; index += 1) counter.count(operation('{a}'), null, null, false);
    const { counts, uncounted } = counter.take();
    expect([counts.length, uncounted, asked]).toEqual([5_000, 1_000, 1]);
    counter.count(operation('{a}'), null, null, false);
    expect(counter.take()).toMatchObject({ counts: [{ count: 1 }], uncounted: 0 });
  });

  test('of the counter: clients that are too many are one', () => {
    const counter = new UsageCounter(() => undefined);
    const same = operation('{a}');
    for (let index = 0; index < 1_000; index += 1) counter.count(same, `client-${String(index)}`, '1', true);
    const { counts, uncounted } = counter.take();
    expect([counts.length, uncounted]).toEqual([201, 0]);
    expect(counts.at(-1)).toMatchObject({ client: 'unknown', version: null, count: 800, errors: 800 });
  });

  test('of a batch: a hundred operations, a million characters; an operation that is too long is untold', async () => {
    const made = (signature: string) => ({
      operation: operation(signature),
      client: 'a',
      version: null,
      count: 2,
      errors: 1,
    });
    const sizes = async (signatures: readonly string[]) => {
      const { batches, untold } = await batchesOf(signatures.map(made));
      return { sizes: batches.map((batch: readonly UsageOperation[]) => batch.length), untold };
    };
    const many = Array.from({ length: 250 }, (_, index) => `{a${String(index)}:a}`);
    expect(await sizes(many)).toEqual({ sizes: [100, 100, 50], untold: 0 });
    const long = Array.from({ length: 30 }, (_, index) => String(index).padEnd(49_000, '.'));
    expect(await sizes(long)).toEqual({ sizes: [20, 10], untold: 0 });
    expect(await sizes(['x'.repeat(50_001)])).toEqual({ sizes: [], untold: 2 });
  });

  test('of the spool: the oldest go', async () => {
    const place = join(folder.path, 'spool');
    const spool = createUsageSpool(place, { files: 3, bytes: 1_000 });
    const id = (index: number): string => String(index).padStart(36, '0');
    const lost: number[] = [];
    for (let index = 0; index < 5; index += 1) lost.push(await spool.add(id(index), 'x'));
    expect(lost).toEqual([0, 0, 0, 1, 1]);
    const began = String(Date.now() - 4_000_000).padStart(15, '0');
    writeFileSync(join(place, `${began}-${id(9)}.jws.new`), 'half of it, by a process that was killed');
    expect(await spool.add(id(5), 'x'.repeat(999))).toBe(2);
    const left = await spool.list();
    expect(readdirSync(place)).toEqual(left);
    expect(left.map((name) => name.slice(-6))).toEqual(['04.jws', '05.jws']);
  });
});
