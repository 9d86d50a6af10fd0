import { expect, test } from '@jest/globals';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../schema/src/cli/run-command.js';
import { folderWith, LINK, registryFile } from './support.js';

function region(sdl: string) {
  const root = folderWith({
    'schema/registry/energy.yaml': registryFile('energy', 4004, 'owns: []'),
    'subgraphs/energy/schema.graphql': `${LINK}\n${sdl}`,
  });
  return { root, settings: { root, registryFolder: join(root, 'schema/registry') } };
}

test('compose writes what is missing, then nothing; compose --check notices a changed contract', async () => {
  const { root, settings } = region('type Query { power: Int }');
  expect(await runCommand(['compose', '--check'], settings)).toMatchInlineSnapshot(`
   {
     "err": "Stale: schema/supergraph.graphql, schema/api.graphql, schema/possible-types.json, schema/key-fields.json.
   The contract of a subgraph or the registry has changed since. Run npx --no modellregion compose and commit.
   ",
     "exitCode": 1,
   }
  `);
  expect(readdirSync(join(root, 'schema'))).toEqual(['registry']);

  expect(await runCommand(['compose'], settings)).toMatchInlineSnapshot(`
   {
     "exitCode": 0,
     "out": "Composed energy: wrote schema/supergraph.graphql, schema/api.graphql, schema/possible-types.json, schema/key-fields.json.
   ",
   }
  `);
  expect(readdirSync(join(root, 'schema')).sort()).toEqual([
    'api.graphql',
    'key-fields.json',
    'possible-types.json',
    'registry',
    'supergraph.graphql',
  ]);
  expect((await runCommand(['compose'], settings)).out).toBe('Composed energy: everything was up to date.\n');
  expect(await runCommand(['compose', '--check'], settings)).toMatchInlineSnapshot(`
   {
     "exitCode": 0,
     "out": "Composed energy: the committed files are up to date.
   ",
   }
  `);

  appendFileSync(join(root, 'subgraphs/energy/schema.graphql'), 'extend type Query { more: Int }');
  const { exitCode, err } = await runCommand(['compose', '--check'], settings);
  expect([exitCode, err?.split('\n')[0]]).toEqual([
    1,
    'Stale: schema/supergraph.graphql, schema/api.graphql.',
  ]);
});

test('what does not compose is told with place and advice, and leaves the files alone', async () => {
  const { root, settings } = region('type Query {\n  power: Nothing\n}');
  expect(await runCommand(['compose'], settings)).toMatchInlineSnapshot(`
   {
     "err": "subgraphs/energy/schema.graphql:3:10  INVALID_GRAPHQL  [energy]
     Unknown type Nothing
     Do:  Correct the SDL at this place; nothing else of this subgraph can be checked before.

   The subgraphs do not compose: 1 fault. Nothing was written.
   ",
     "exitCode": 1,
   }
  `);
  expect(readdirSync(join(root, 'schema'))).toEqual(['registry']);
});

test('check: 0 without findings, 1 with, 2 when it cannot run; --json is for programs', async () => {
  const good = region('"Questions." type Query { "Power in kW." power: Int }').settings;
  expect(await runCommand(['check'], good)).toEqual({
    exitCode: 0,
    out: [
      'skipped  foreign-effects, breaking-changes, plan-cost  [energy]  The region has no supergraph yet.',
      'skipped  portal-queries  [energy]  The region has no portal queries.',
      'skipped  variants  [energy]  The region has no variants.',
      '',
      '1 subgraph (energy), 36 rules: nothing found.',
      '',
    ].join('\n'),
  });
  const bad = region('"Questions." type Query { power: Int }').settings;
  const { exitCode, out } = await runCommand(['check', '--json'], bad);
  expect([exitCode, JSON.parse(out ?? '')]).toMatchObject([
    1,
    {
      subgraphs: ['energy'],
      findings: [
        { rule: 'described', subgraph: 'energy', line: 2, problem: 'Query.power has no description.' },
      ],
    },
  ]);
  const nowhere = { root: bad.root, registryFolder: join(bad.root, 'nowhere') };
  expect(await runCommand(['check'], nowhere)).toMatchInlineSnapshot(`
   {
     "err": "The registry has 1 fault:
     nowhere:1:1 is no readable folder; it holds one <name>.yaml per subgraph
   ",
     "exitCode": 2,
   }
  `);
  for (const [args, err] of [
    [['--fast'], 'check knows --json, --markdown, --sarif, --base, not --fast.\n'],
    [['--json', '--sarif'], 'check writes one format: --json or --sarif.\n'],
    [['energy', 'heat'], 'check takes one subgraph or none, not energy heat.\n'],
    [['heat'], 'There is no subgraph heat; there are energy.\n'],
    [['--base', 'nothing'], 'nothing is no commit here; fetch it, or name another after --base.\n'],
    [['--base', '--exec=x'], 'check knows --json, --markdown, --sarif, --base, not --exec=x.\n'],
  ] as const) {
    const refused = await runCommand(['check', ...args], good);
    expect([refused.exitCode, refused.err?.slice(0, err.length)]).toEqual([2, err]);
  }
});

test('line ends of a Windows checkout are not stale', async () => {
  const { root, settings } = region('type Query { power: Int }');
  await runCommand(['compose'], settings);
  const file = join(root, 'schema/api.graphql');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
  expect((await runCommand(['compose', '--check'], settings)).exitCode).toBe(0);
});
