import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../../schema/src/registry/index.js';
import { ECHO, repositoryWith, run } from './cli-support.js';

const empty = repositoryWith({});

describe('what the tool says', () => {
  test('help, in three ways', async () => {
    const help = await run(empty, ['help']);
    expect(help).toMatchInlineSnapshot(`
     {
       "code": 0,
       "err": "",
       "out": "modellregion: one GraphQL interface over the systems of many towns

     Usage: npx --no modellregion <command> [arguments]

       dev          Start the region on this machine: database, subgraphs, gateway, developer pages.
       gateway      Start the gateway alone.
       serve        Start one part alone, beside the running region or by itself.
       migrate      Bring a subgraph's database, or all of them, up to date.
       config       Look at the configuration as a part would read it, and at everything it names.
       import       Take open data of a folder over into the subgraphs that own it.
       backup       Write a subgraph's database into one file.
       restore      Put a backup back, all or nothing.
       call-key     Make a new call key; the one before it stays good.
       compose      Compose the supergraph and write what is generated from it.
       check        Hold the contracts of all subgraphs, or of one, against the rules of the region.
       conformance  Put to a running subgraph what the region expects of it.
       subgraph     Make a subgraph of your own, publish its contract, take it back, see what is released.
       grant        Let a partner do one thing with one type or field of yours.
       member       Who takes part in the region, and with which signing keys.
       release      What gateways serve: see it, hold it, go back.
       registry     The region's registry: serve it, found a region, verify its history.
       region       Make a second region from configuration alone.
       token        Make a token of the local issuer, for development.
       explain      Show which subgraphs an operation asks for what, and in which order.
       reset        Delete this machine's region: databases, keys and all.

       help <command>  says more; version names this version.

     Exit codes: 0 done, 1 something is not as it should be, 2 could not run.
     ",
     }
    `);
    expect(await run(empty, ['--help'])).toEqual(help);
    expect(await run(empty, [])).toEqual({ code: 2, out: '', err: help.out });
  });

  test('help of one command, also where nothing is built', async () => {
    const { code, out } = await run(empty, ['help', 'check']);
    expect([code, out]).toMatchInlineSnapshot(`
     [
       0,
       "Usage: npx --no modellregion check [<subgraph>] [--base COMMIT | --registry [URL]] [--json|--markdown|--sarif]

     Hold the contracts of all subgraphs, or of one, against the rules of the region.
     Composition first, then the rules: what is whose (schema/grants.yaml says what owners allow), what of others
     would change, what portals lose and what it costs them, compared with COMMIT (HEAD unless given); each finding says where,
     why and what to do. With --registry the region's registry says what it would say to a publication, by its contracts, grants
     and usage, and publishes nothing: for a project of one's own, which has no contracts of others. It is signed as publish is
     (--as, --key). Exits with 1 when there are findings. --json is for other programs, --markdown for a pull request,
     --sarif for code scanning. In colour where a terminal shows it and NO_COLOR is not set.
     ",
     ]
    `);
    expect((await run(empty, ['check', '--help'])).out).toBe(out);
    expect((await run(empty, ['help', 'dev'])).code).toBe(0);
  });

  test.each([['subgraph'], ['region']])('%s create: its options, and no complaint', async (command) => {
    const { code, out, err } = await run(REPOSITORY_ROOT, [command, 'create', '--help']);
    const usage = `Usage: npx --no modellregion ${command} create NAME `;
    expect([code, out.slice(0, usage.length), err]).toEqual([0, usage, '']);
  });

  test('its version', async () => {
    expect(await run(empty, ['--version'])).toEqual({ code: 0, out: 'modellregion 1.2.3\n', err: '' });
  });

  test.each([
    [['chekc']],
    [['frobnicate']],
    [['constructor']],
    [['help', 'migrat']],
    [['serve']],
    [['serve', 'enrgy']],
    [['migrate', '../energy']],
    [['compose']],
    [['token']],
    [['dev']],
    [['serve', 'energy']],
  ])('%j cannot run: exit code 2, and one sentence says what to do', async (args) => {
    const { code, out, err } = await run(empty, args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatchSnapshot();
  });
});

describe('an old Node', () => {
  const preload = (version: string) => {
    const root = repositoryWith({
      'old.cjs': `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
      'gateway/dist/main.js': ECHO,
    });
    return { root, node: ['--require', join(root, 'old.cjs')] };
  };

  test.each(['12.22.0', '18.20.8', '20.18.3'])('%s gets one sentence and exit code 1', async (version) => {
    const { root, node } = preload(version);
    expect(await run(root, ['gateway'], { node })).toEqual({
      code: 1,
      out: '',
      err: `modellregion needs Node 20.19 or newer and this is Node ${version}: install Node 24, then run npm install again.\n`,
    });
  });

  test('20.19 starts, with one line of warning; 24 starts without', async () => {
    const oldest = preload('20.19.0');
    const { code, err, out } = await run(oldest.root, ['gateway'], oldest);
    expect([code, err]).toEqual([0, 'Node 20 no longer gets security fixes; Node 24 is recommended.\n']);
    expect(out).toContain('gateway/dist/main.js');
    const newer = preload('24.1.0');
    expect((await run(newer.root, ['gateway'], newer)).err).toBe('');
  });

  test('can read the first file: it has no static import and nothing younger than import() in it', () => {
    const text = readFileSync(join(REPOSITORY_ROOT, 'schema/bin/modellregion.mjs'), 'utf8');
    const code = text.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/'[^']*'/g, "''");
    expect(code).not.toMatch(/^\s*(import|export)\b(?!\()/m);
    expect(code).not.toMatch(/\?\.|\?\?|\bawait\b|=>|`|#\w/);
  });
});
