import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { explainCommand, type CommandResult } from '../../gateway/src/explain/explain-command.js';
import { context } from '../differential/fixtures/context.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import { temporaryFolder, writeSupergraph } from '../support/gateway-under-test.js';

const folder = temporaryFolder();
const PORTALS = join(REPOSITORY_ROOT, 'schema/portal-queries.graphql');
let region: SmallRegion;
let supergraph: string;

beforeAll(async () => {
  region = await startSmallRegion();
  supergraph = writeSupergraph(folder.path, region.subgraphs);
});
afterAll(async () => {
  await region.close();
  folder.remove();
});

function file(text: string, name = 'query.graphql'): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

const explain = (...argv: readonly string[]): Promise<CommandResult> => explainCommand(argv, {});
const small = (text: string, ...argv: readonly string[]): Promise<CommandResult> =>
  explain(file(text), '--supergraph', supergraph, ...argv);
/** With the folder of these tests taken out. */
const told = ({ exitCode, out, err }: CommandResult): unknown => {
  expect(out).toBe('');
  return [exitCode, err.replaceAll(`${folder.path}/`, '').replace('modellregion explain: ', '')];
};

describe('a plan, asked of nobody', () => {
  test('of a portal query', async () => {
    const { exitCode, out } = await explain(PORTALS, '--operation', 'Q02_IdCardOffer');
    expect(exitCode).toBe(0);
    expect(out).toMatchInlineSnapshot(`
     "Q02_IdCardOffer: 2 requests in 2 stages
     ├─ stage 1
     │  └─ #0 residents, with $ags, $office, $from, $to
     │     └─ services, slots
     └─ stage 2
        └─ #1 mobility, after #0
           └─ services.office.address: nearestStops, by Address { id location { lat lon } }
     "
    `);
  });

  test('shows what is batched, on which conditions, and which variables are passed on', async () => {
    const { out } = await small(
      `query ($first: Int, $more: Boolean = true) {
         residents(first: $first) { name meter }
         first: residents(first: 1) { meter }
         me { units @include(if: $more) name }
         outages { affected { street } }
       }`,
    );
    expect(out).toMatchInlineSnapshot(`
     "an operation without a name: 4 requests in 2 stages
     conditions: $more true
     ├─ stage 1
     │  ├─ #0 residents, with $first
     │  │  └─ residents, me
     │  └─ #1 energy
     │     └─ outages
     └─ stage 2
        ├─ #2 energy, after #0, 3 places in one request
        │  ├─ residents and residents__a2: meter, by Resident { id }
        │  └─ me: units, by Resident { id }
        └─ #3 residents, after #1
           └─ outages.affected: street, by Resident { id }
     "
    `);
  });

  test('differs with the variables', async () => {
    const query = 'query ($more: Boolean!) { me { name meter @include(if: $more) } }';
    const requests = async (...argv: readonly string[]): Promise<string | undefined> =>
      (await small(query, ...argv)).out.split('\n')[0];
    expect(await requests('--variables', '{"more": true}')).toContain('2 requests');
    const variables = file('{ "more": false }\n', 'variables.json');
    expect(await requests('--variables', `@${variables}`)).toContain('1 request in 1 stage');
    expect(await requests()).toContain('1 request in 1 stage');
  });

  test('with a label of @override on', async () => {
    const moved = region.energy.sdl
      .replace('"@shareable"', '"@shareable", "@override"')
      .replace('meter: String', 'meter: String name: String @override(from: "residents", label: "moved")');
    const other = temporaryFolder();
    const composed = writeSupergraph(other.path, [region.residents, { ...region.energy, sdl: moved }]);
    const query = file('{ me { name } }');
    const off = await explain(query, '--supergraph', composed);
    const on = await explain(query, '--supergraph', composed, '--label', 'moved');
    expect(off.out).toContain('1 request in 1 stage');
    expect(on.out).toContain('2 requests in 2 stages\nlabels on: moved\n');
    expect(told(await explain(query, '--supergraph', composed, '--label', 'x'))).toEqual([
      2,
      '--label x decides nothing in this operation; those that do are moved.\n',
    ]);
    other.remove();
  });

  test('tells what comes from an object above', async () => {
    const link =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@context", "@fromContext", "@external", "@requires"])';
    const sdls = Object.entries(context.subgraphs).map(([name, sdl]) => [name, `${link}\n${sdl}`] as const);
    const other = temporaryFolder();
    const composed = writeSupergraph(
      other.path,
      sdls.map(([name, sdl]) => ({ name, sdl, url: 'http://127.0.0.1/graphql' })),
    );
    const { out } = await explain(file('{ users { flats { price } } }'), '--supergraph', composed);
    expect(out).toContain('users.flats: price, by Flat { id }, with currency from above\n');
    other.remove();
  });

  test('may have no request at all', async () => {
    expect((await small('{ __typename }')).out).toBe(
      'an operation without a name: no request, the gateway answers it by itself\n',
    );
  });

  test('in JSON, for other programs', async () => {
    const { out } = await small('query Count { count }', '--json');
    expect(JSON.parse(out)).toMatchObject({
      operationName: 'Count',
      plan: { cached: false, stages: [[0]] },
      requests: [{ subgraph: 'residents', query: 'query Count__residents__0{count}', calls: null }],
      durationMs: null,
    });
  });
});

describe('faults', () => {
  test('of asking are told together, with exit code 2', async () => {
    const argv = ['--variables', '[1]', '--token', 'secret', '--url', 'ftp://x', '--label', 'l'];
    expect(told(await explain(...argv))).toMatchInlineSnapshot(`
     [
       2,
       "Name one file with a GraphQL operation.
     --variables must be an object in JSON, such as {"first": 10}, or @ and the name of a file.
     --label has a meaning only without --url.
     --token must be a signed token (JWT), or @ and the name of a file that holds one.
     --url must be the http or https address of a gateway, without user and password.
     ",
     ]
    `);
    expect(told(await explain('a', '--nonsense'))).toEqual([2, "Unknown option '--nonsense'; see --help.\n"]);
    expect(told(await explain('a', '--token', 't'))).toEqual([2, '--token has a meaning only with --url.\n']);
    expect(told(await explain('a', '--variables', '@/nowhere'))).toEqual([
      2,
      '--variables: the file /nowhere cannot be read (ENOENT).\n',
    ]);
  });

  test.each([
    [['--operation', 'C'], 2, 'q.graphql holds no operation C; choose one with --operation: A, B.'],
    [[], 2, 'q.graphql holds several operations; choose one with --operation: A, B.'],
  ])('of choosing: %j', async (argv, exitCode, text) => {
    const query = file('query A { count } query B { count }', 'q.graphql');
    expect(told(await explain(query, ...argv))).toEqual([exitCode, `${text}\n`]);
  });

  test.each([
    ['{ count', [], 1, 'query.graphql:1:8: Syntax Error: Expected Name, found <EOF>.'],
    [
      'query A {\n  nothing\n  me { nobody }\n}',
      [],
      1,
      'query.graphql:2:3: Cannot query field "nothing" on type "Query".\n' +
        'query.graphql:3:8: Cannot query field "nobody" on type "Resident".',
    ],
    [
      'query ($on: Boolean!) { count @skip(if: $on) }',
      ['--variables', '{}'],
      2,
      'Variable "$on" of required type "Boolean!" was not provided.',
    ],
    [
      '{ count }',
      ['--supergraph', '/nowhere/s.graphql'],
      1,
      'The supergraph /nowhere/s.graphql cannot be read (ENOENT); name an existing file with --supergraph.',
    ],
  ])('of the operation: %s', async (query, argv, exitCode, text) => {
    expect(told(await small(query, ...argv))).toEqual([exitCode, `${text}\n`]);
  });

  test('a file that is not there', async () => {
    expect(told(await explain('/nowhere/q.graphql'))).toEqual([
      2,
      'The file /nowhere/q.graphql cannot be read (ENOENT).\n',
    ]);
  });

  test('help says what it takes', async () => {
    const { exitCode, out } = await explain('--help');
    expect([exitCode, out.split('\n')[0]]).toEqual([
      0,
      'modellregion explain FILE.graphql — which subgraphs an operation asks for what, and in which order',
    ]);
  });
});
