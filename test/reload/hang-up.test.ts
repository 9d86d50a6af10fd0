import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';
import { ready, saysInLog, spawnGateway, type GatewayProcess } from '../support/gateway-process.js';
import {
  composed,
  post,
  replaceFile,
  temporaryFolder,
  writeSupergraph,
} from '../support/gateway-under-test.js';

const SDL = 'type Query { price: Int }';
const folder = temporaryFolder();
let shop: FakeSubgraph;
let file: string;
let gateway: GatewayProcess;

beforeAll(async () => {
  shop = await fakeSubgraph('shop', SDL, { Query: { price: () => 5 } });
  file = writeSupergraph(folder.path, [shop]);
});
afterEach(() => {
  gateway.child.kill('SIGKILL');
});
afterAll(async () => {
  await shop.close();
  folder.remove();
});

async function start(env: Record<string, string>): Promise<string> {
  gateway = spawnGateway(['--supergraph', file, '--port', '0', '--profile', 'open'], env);
  return ready(gateway);
}

test('SIGHUP: the process takes over what its file holds now', async () => {
  const url = await start({ MODELLREGION_SUPERGRAPH_POLL_MS: '0' });
  replaceFile(file, composed([{ ...shop, sdl: 'type Query { price: Int size: Int }' }]));
  gateway.child.kill('SIGHUP');
  await saysInLog(gateway, 'supergraph taken over');
  expect((await post(url, { query: '{ price size }' })).status).toBe(200);
  replaceFile(file, 'type Query {');
  gateway.child.kill('SIGHUP');
  await saysInLog(gateway, 'supergraph refused');
  expect((await post(url, { query: '{ price size }' })).status).toBe(200);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
});

test('a new file is noticed without a setting', async () => {
  replaceFile(file, composed([shop]));
  const url = await start({});
  replaceFile(file, composed([{ ...shop, sdl: 'type Query { price: Int colour: Int }' }]));
  await saysInLog(gateway, 'supergraph taken over');
  expect((await post(url, { query: '{ colour }' })).status).toBe(200);
});

test('with the stock executor SIGHUP changes nothing, and the log says so', async () => {
  replaceFile(file, composed([shop]));
  const url = await start({ MODELLREGION_EXECUTOR: 'apollo' });
  replaceFile(file, 'type Query {');
  gateway.child.kill('SIGHUP');
  await saysInLog(gateway, 'this executor takes no new supergraph over; restart the gateway instead');
  expect((await post(url, { query: '{ price }' })).data).toEqual({ price: 5 });
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ supergraph: { state: 'current' } });
});
