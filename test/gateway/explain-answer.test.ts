import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { explainCommand, type CommandResult } from '../../gateway/src/explain/explain-command.js';
import type { Explanation } from '../../gateway/src/explain/explanation.js';
import { listen } from '../support/fake-subgraph.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';

const folder = temporaryFolder();
let region: SmallRegion;
let developer: GatewayUnderTest;
let open: GatewayUnderTest;

beforeAll(async () => {
  region = await startSmallRegion();
  const supergraph = writeSupergraph(folder.path, region.subgraphs);
  developer = await startGateway(supergraph, {
    argv: ['--profile', 'developer'],
    env: { MODELLREGION_STATE: folder.path },
  });
  open = await startGateway(supergraph);
});
afterAll(async () => {
  await developer.close();
  await open.close();
  await region.close();
  folder.remove();
});

function file(text: string, name = 'query.graphql'): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

const explain = (...argv: readonly string[]): Promise<CommandResult> => explainCommand(argv, {});
const told = ({ exitCode, out, err }: CommandResult): unknown => {
  expect(out).toBe('');
  return [exitCode, err.replace('modellregion explain: ', '')];
};

/** Something that answers and is no gateway. */
async function startOther(): Promise<{
  readonly url: string;
  readonly heard: IncomingHttpHeaders[];
  readonly close: () => Promise<unknown>;
}> {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers);
    response.end('[]');
  });
  const url = `http://127.0.0.1:${String(await listen(server))}`;
  const close = (): Promise<unknown> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    return closed;
  };
  return { url, heard, close };
}

describe('an answer, explained by a gateway', () => {
  const times = (text: string): string => text.replaceAll(/\d+\.\d ms/g, 'T ms');

  test('has the same tree with what was sent and how long it took', async () => {
    const query = file('query Meters($first: Int) { residents(first: $first) { meter } private }');
    const asked = await explain(query, '--url', developer.gateway.url, '--variables', '{"first": 2}');
    expect({ ...asked, out: times(asked.out) }).toMatchInlineSnapshot(`
     {
       "err": "The answer came with errors: TRUST_TOO_LOW.
     ",
       "exitCode": 0,
       "out": "Meters: 2 requests in 2 stages
     plan: made in T ms
     all answers after T ms
     ├─ stage 1
     │  └─ #0 residents, with $first
     │     ├─ residents, private
     │     └─ sent at T ms, took T ms, 1 error
     └─ stage 2
        └─ #1 energy, after #0
           ├─ residents: meter, by Resident { id }
           └─ sent at T ms, took T ms, 2 entities
     ",
     }
    `);
    const again = await explain(query, '--url', developer.gateway.url, '--json');
    expect((JSON.parse(again.out) as Explanation).plan.cached).toBe(true);
  });

  test('a gateway that does not explain, does not execute, is none or is not there', async () => {
    const query = file('{ count }');
    expect(told(await explain(query, '--url', open.gateway.url))).toMatchInlineSnapshot(`
     [
       1,
       "The gateway answered without an explanation: it gives one in profile developer, in production to tokens with the scope gateway:explain, and never with MODELLREGION_EXECUTOR=apollo.
     ",
     ]
    `);
    const wrong = file('{ nothing }', 'wrong.graphql');
    expect(told(await explain(wrong, '--url', developer.gateway.url))).toEqual([
      1,
      'The gateway did not execute it: Cannot query field "nothing" on type "Query". (GRAPHQL_VALIDATION_FAILED)\n',
    ]);
    const { url, heard, close } = await startOther();
    const token = `@${file('aa.bb.cc\n', 'token')}`;
    expect(told(await explain(query, '--url', url, '--token', token, '--purpose', 'P'))).toEqual([
      1,
      `What answers at ${url}/graphql is no gateway (HTTP 200).\n`,
    ]);
    expect(heard[0]).toMatchObject({
      authorization: 'Bearer aa.bb.cc',
      'modellregion-purpose': 'P',
      'modellregion-explain': 'plan',
    });
    await close();
    expect(told(await explain(query, '--url', url))).toEqual([
      1,
      `${url}/graphql does not answer (ECONNREFUSED).\n`,
    ]);
  });
});
