import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import type { Report } from '@modellregion/schema/release';
import { parksSdl, publishParks, REGION, startRegistry, type RegistryUnderTest } from './support.js';

let registry: RegistryUnderTest;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const SIGNATURE = 'query Park($id: ID!) { park(id: $id) { name } }';
const operation = (count: number, client = 'portal', version: string | null = null) => ({
  signature: SIGNATURE,
  hash: createHash('sha256').update(SIGNATURE).digest('hex'),
  name: 'Park',
  client: { name: client, version },
  fields: ['Query.park', 'Park.name'],
  count,
  errors: 1,
});
function batch(
  operations: Report<'usage'>['operations'],
  minutesAgo = 0,
  id = randomUUID(),
): Report<'usage'> {
  const at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  return { region: REGION, gateway: 'edge', id, from: at, to: at, release: null, operations };
}
interface Usage {
  readonly usage: readonly {
    readonly clientName: string;
    readonly clientVersion: string | null;
    readonly count: string;
  }[];
}
async function read(): Promise<Usage['usage']> {
  const statement = await registry.sign('parks', { action: 'read', body: { what: 'usage' } });
  const headers = { authorization: `Statement ${statement}` };
  return (await registry.ask<Usage>('{ usage { clientName clientVersion count } }', headers)).usage;
}

test('batches add up by client and version, and one that comes twice counts once', async () => {
  const id = randomUUID();
  const first = await registry.report('usage', batch([operation(3), operation(2, 'app', '1.0')], 0, id));
  expect(await first.json()).toEqual({ counted: true, dropped: 0 });
  const again = await registry.report('usage', batch([operation(3), operation(2, 'app', '1.0')], 0, id));
  expect(await again.json()).toEqual({ counted: false, dropped: 0 });
  await registry.report('usage', batch([operation(4)]));
  expect(await read()).toEqual([
    { clientName: 'portal', clientVersion: null, count: '7' },
    { clientName: 'app', clientVersion: '1.0', count: '2' },
  ]);
});

test('usage is read with a statement, each once', async () => {
  await expect(registry.ask('{ usage { hash } }')).rejects.toThrow('a signed statement read');
  const statement = await registry.sign('parks', { action: 'read', body: { what: 'usage' } });
  const headers = { authorization: `Statement ${statement}` };
  await registry.ask('{ usage { hash } }', headers);
  await expect(registry.ask('{ usage { hash } }', headers)).rejects.toThrow('had its effect already');
});

test('a field that clients ask for is not taken away; nobody asks, and it may go', async () => {
  const renamed = publishParks(parksSdl().replace('name: String', 'title: String'));
  const refused = await registry.act('parks', renamed);
  expect([refused.status, refused.problems.join(' ')]).toEqual([
    'CHECK_REFUSED',
    expect.stringMatching(/^FIELD_REMOVED_IN_USE: .*portal \(7 times: Park\), app 1.0 \(2 times: Park\)/),
  ]);
  await registry.sql.query('DELETE FROM usage_operation');
  expect((await registry.act('parks', renamed)).problems).toEqual([]);
});

test.each([
  ['of tomorrow', batch([operation(1)], -60), 422, 'IN_THE_FUTURE'],
  ['of last month', batch([operation(1)], 30 * 24 * 60), 422, 'TOO_OLD'],
  [
    'with an operation under another’s hash',
    batch([{ ...operation(1), signature: '{ x }' }]),
    400,
    'MALFORMED',
  ],
])('a batch %s is refused', async (_, report, status, code) => {
  const response = await registry.report('usage', report);
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
});

test('what is no report, and too many questions at once, get an answer that says so', async () => {
  const url = `${registry.origin}/reports/usage`;
  const headers = { 'content-type': 'application/jose' };
  const noReport = await fetch(url, { method: 'POST', headers, body: 'nothing' });
  expect([noReport.status, ((await noReport.json()) as { code: string }).code]).toEqual([400, 'MALFORMED']);
  const many = Array.from({ length: 11 }, (_, index) => `a${String(index)}: region { name }`).join(' ');
  await expect(registry.ask(`{ ${many} }`)).rejects.toThrow('at most 10 fields');
});
