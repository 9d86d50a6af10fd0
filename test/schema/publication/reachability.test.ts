import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { differingDefinitions, isPrivateAddress } from '../../../schema/src/checks/publication/index.js';
import { reachability } from '../../../schema/src/checks/publication/rules/reachability.js';
import { OWN, publicationOf, tourism, LINKS } from './hostile.js';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A subgraph on this machine that answers so, and how often it was asked. */
async function listening(listener: RequestListener) {
  let calls = 0;
  const server = createServer(listener)
    .on('request', () => (calls += 1))
    .listen(0, '127.0.0.1');
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, count: () => calls };
}

/** What the rule says of a subgraph that answers so: code and sentence, without its port. */
async function asked(listener: RequestListener, profile: 'developer' | 'production' = 'developer') {
  const { port } = await listening(listener);
  const candidate = tourism(OWN, { url: `http://127.0.0.1:${String(port)}/graphql`, keys: [] });
  const result = await reachability({ ...publicationOf(candidate), profile, running: 'ask' });
  const said = result.findings.map(
    ({ code, problem }) => `${code} ${problem.replaceAll(String(port), 'PORT')}`,
  );
  return [result.status, ...said, ...(result.skippedBecause === undefined ? [] : [result.skippedBecause])];
}

/** Answers with this SDL. */
function serving(sdl: string): RequestListener {
  return (_, response) => response.end(JSON.stringify({ data: { _service: { sdl } } }));
}

test('it serves what is published, however its library prints it', async () => {
  expect(await asked(serving(`${LINKS}\n${OWN}`))).toEqual(['completed']);
  const printed = `${OWN} extend type Query { _service: _Service! } type _Service { sdl: String } scalar _Any ${LINKS}`;
  expect(await asked(serving(printed))).toEqual(['completed']);
});

test.each([
  [
    'another SDL',
    serving(`${LINKS}\n${OWN.replace('name: String', 'title: String')}`),
    'RUNNING_SDL_DIFFERS It serves another SDL than is published; these differ: Trail.',
  ],
  ['something else than SDL', serving('type {'), 'RUNNING_SDL_BROKEN What it serves is no SDL.'],
  [
    'a redirect',
    (_, response) => response.writeHead(307, { location: 'http://169.254.169.254/' }).end(),
    'RUNNING_REDIRECTS http://127.0.0.1:PORT/graphql redirects to http://169.254.169.254/; gateways never follow.',
  ],
  [
    'a page',
    (_, response) => response.end('<html>'),
    'RUNNING_UNREACHABLE http://127.0.0.1:PORT/graphql cannot be asked: it answers 200 without JSON.',
  ],
  [
    'another answer',
    (_, response) => response.end('{"data":null}'),
    'RUNNING_UNREACHABLE http://127.0.0.1:PORT/graphql cannot be asked: it answers 200 without _service { sdl }.',
  ],
  [
    'too much',
    (_, response) => response.end(' '.repeat(2_000_000)),
    'RUNNING_UNREACHABLE http://127.0.0.1:PORT/graphql cannot be asked: it answers with more than 1048576 bytes.',
  ],
  [
    'a connection that ends',
    (request) => request.socket.destroy(),
    'RUNNING_UNREACHABLE http://127.0.0.1:PORT/graphql cannot be asked: other side closed.',
  ],
])('%s is refused', async (_, listener, said) => {
  expect(await asked(listener)).toEqual(['failed', said]);
});

test('who asks without a key is refused, as it should be; in production nothing inside a network is asked', async () => {
  expect(await asked((_, response) => response.writeHead(401).end())).toEqual([
    'skipped',
    'It answers only whom it knows, and this registry has no call key.',
  ]);
  let calls = 0;
  const counting: RequestListener = (_, response) => {
    calls += 1;
    response.end();
  };
  expect(await asked(counting, 'production')).toEqual([
    'failed',
    'RUNNING_PRIVATE_ADDRESS http://127.0.0.1:PORT/graphql leads to 127.0.0.1, inside a network.',
  ]);
  expect(calls).toBe(0);
});

test.each<[readonly string[] | undefined, string, number]>([
  [['localhost'], 'completed', 1],
  [['*.kreis.example', '127.0.0.1'], 'RUNNING_PRIVATE_ADDRESS', 0],
  [[], 'RUNNING_PRIVATE_ADDRESS', 0],
  [undefined, 'RUNNING_PRIVATE_ADDRESS', 0],
])(
  'in production, hosts that the operator allows: %j; a name that leads inside a network: %s',
  async (allowedHosts, said, calls) => {
    const { port, count } = await listening(serving(`${LINKS}\n${OWN}`));
    const candidate = tourism(OWN, { url: `http://localhost:${String(port)}/graphql`, keys: [] });
    const input = { ...publicationOf(candidate), profile: 'production', running: 'ask' } as const;
    const result = await reachability(allowedHosts === undefined ? input : { ...input, allowedHosts });
    expect([result.findings[0]?.code ?? result.status, count()]).toEqual([said, calls]);
  },
);

test.each([
  ['10.1.2.3', true],
  ['127.0.0.1', true],
  ['169.254.169.254', true],
  ['172.31.0.1', true],
  ['192.168.1.1', true],
  ['0.0.0.0', true],
  ['::1', true],
  ['::ffff:10.0.0.1', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['64:ff9b::7f00:1', true],
  ['9.9.9.9', false],
  ['172.32.0.1', false],
  ['2620:fe::fe', false],
])('%s is inside a network: %s', (address, inside) => {
  expect(isPrivateAddress(address)).toBe(inside);
});

test('order, quotes and extensions are no difference; arguments, directives and descriptions are', () => {
  const sdl = '"A." type A @x { "B." b(c: Int): Int @y @z d: Int } enum E { F G }';
  expect(
    differingDefinitions(
      sdl,
      'enum E { G F } """A.""" type A @x { d: Int } extend type A { "B." b(c: Int): Int @z @y }',
    ),
  ).toEqual([]);
  expect(differingDefinitions(sdl, sdl.replace('c: Int', 'c: Int!'))).toEqual(['A']);
  expect(differingDefinitions(sdl, sdl.replace('@x', ''))).toEqual(['A']);
  expect(differingDefinitions(sdl, sdl.replace('B.', 'C.'))).toEqual(['A']);
  expect(differingDefinitions(sdl, `${sdl} scalar S`)).toEqual(['S']);
});
