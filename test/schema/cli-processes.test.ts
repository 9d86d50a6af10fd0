import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ECHO, repositoryWith, run, start } from './cli-support.js';

const MAINS = {
  'subgraphs/registry/dist/main.js': '',
  'gateway/dist/main.js': ECHO,
  'gateway/dist/token.js': ECHO,
  'gateway/dist/explain.js': ECHO,
  'gateway/dist/config-check.js': ECHO,
  'schema/dist/cli.js': ECHO,
  'subgraphs/kit/dist/region/main.js': ECHO,
  'subgraphs/energy/dist/main.js': ECHO,
  'subgraphs/water/dist/main.js': ECHO,
};

describe('each command starts the main of the package that owns it', () => {
  const root = repositoryWith(MAINS);

  test.each([
    [['dev', '--port', '0'], 'subgraphs/kit/dist/region/main.js', ['dev', '--port', '0']],
    [['reset', '--yes'], 'subgraphs/kit/dist/region/main.js', ['reset', '--yes']],
    [['gateway', '--profile', 'open'], 'gateway/dist/main.js', ['--profile', 'open']],
    [['token', '--resident', 'r'], 'gateway/dist/token.js', ['--resident', 'r']],
    [['explain', 'q.graphql', '--json'], 'gateway/dist/explain.js', ['q.graphql', '--json']],
    [['compose', '--check'], 'schema/dist/cli.js', ['compose', '--check']],
    [['check', '--json'], 'schema/dist/cli.js', ['check', '--json']],
    [['serve', 'energy', '--migrate'], 'subgraphs/kit/dist/region/main.js', ['serve', 'energy', '--migrate']],
    [['serve', 'gateway', '--port', '0'], 'gateway/dist/main.js', ['--port', '0']],
    [['config', 'check', 'gateway'], 'gateway/dist/config-check.js', []],
    [['config', 'check', 'water'], 'subgraphs/kit/dist/region/main.js', ['config', 'check', 'water']],
    [['backup', 'water', '--to', 'f'], 'subgraphs/kit/dist/region/main.js', ['backup', 'water', '--to', 'f']],
    [['restore', 'water', '--yes'], 'subgraphs/kit/dist/region/main.js', ['restore', 'water', '--yes']],
    [['call-key', 'water'], 'subgraphs/kit/dist/region/main.js', ['call-key', 'water']],
    [['migrate'], 'subgraphs/kit/dist/region/main.js', ['migrate', 'energy', 'water']],
    [
      ['migrate', 'energy', '--dry-run'],
      'subgraphs/kit/dist/region/main.js',
      ['migrate', 'energy', '--dry-run'],
    ],
  ])('%j', async (args, main, passed) => {
    const { code, out } = await run(root, args);
    expect([code, JSON.parse(out)]).toEqual([0, { main, args: passed }]);
  });

  test('serve and migrate start the subgraph itself where the environment says all it needs', async () => {
    const env = { MODELLREGION_PROFILE: 'production', DATABASE_URL: 'postgres://one' };
    expect(JSON.parse((await run(root, ['serve', 'energy', '--seed', 'small'], { env })).out)).toEqual({
      main: 'subgraphs/energy/dist/main.js',
      args: ['serve', '--seed', 'small'],
      database: 'postgres://one',
    });
    const own = {
      MODELLREGION_ENERGY_DATABASE_URL: 'postgres://e',
      MODELLREGION_WATER_DATABASE_URL: 'postgres://w',
    };
    expect((await run(root, ['migrate', 'all', '--dry-run'], { env: own })).out).toMatchInlineSnapshot(`
     "energy: {"main":"subgraphs/energy/dist/main.js","args":["migrate","--dry-run"],"database":"postgres://e"}
     water: {"main":"subgraphs/water/dist/main.js","args":["migrate","--dry-run"],"database":"postgres://w"}
     "
    `);
  });

  test('a database of one’s own is enough for backup and restore; its URL may stand in a file', async () => {
    const url = { MODELLREGION_WATER_DATABASE_URL: 'postgres://w' };
    expect(JSON.parse((await run(root, ['backup', 'water', '--to', 'f'], { env: url })).out)).toEqual({
      main: 'subgraphs/water/dist/main.js',
      args: ['backup', '--to', 'f'],
      database: 'postgres://w',
    });
    const file = { MODELLREGION_WATER_DATABASE_URL_FILE: '/run/w', DATABASE_URL: 'postgres://another' };
    expect(JSON.parse((await run(root, ['restore', 'water', '--from', 'f'], { env: file })).out)).toEqual({
      main: 'subgraphs/water/dist/main.js',
      args: ['restore', '--from', 'f'],
      database: '',
    });
  });

  test('config check without a name looks at every part', async () => {
    const { out } = await run(root, ['config', 'check']);
    expect(out.match(/"main":"[^"]+"/g)).toEqual([
      '"main":"gateway/dist/config-check.js"',
      '"main":"subgraphs/kit/dist/region/main.js"',
      '"main":"subgraphs/kit/dist/region/main.js"',
    ]);
    expect((await run(root, ['config', 'chek'])).code).toBe(2);
  });

  test('migrate all in production names every database that is not set, and touches none', async () => {
    const env = {
      MODELLREGION_PROFILE: 'production',
      DATABASE_URL: 'postgres://one',
      MODELLREGION_ENERGY_DATABASE_URL: '',
    };
    expect(await run(root, ['migrate'], { env })).toMatchInlineSnapshot(`
     {
       "code": 2,
       "err": "Set MODELLREGION_ENERGY_DATABASE_URL, MODELLREGION_WATER_DATABASE_URL to the URL of the database, postgres://user:password@host/name.
     ",
       "out": "",
     }
    `);
  });
});

describe('a started process', () => {
  const gateway = (main: string) => repositoryWith({ 'gateway/dist/main.js': main });

  test('reports to nobody, and its exit code is ours', async () => {
    const root = gateway(`
      const { TURBO_TELEMETRY_DISABLED, DO_NOT_TRACK, CHECKPOINT_DISABLE, APOLLO_TELEMETRY_DISABLED } = process.env;
      console.log(TURBO_TELEMETRY_DISABLED, DO_NOT_TRACK, CHECKPOINT_DISABLE, APOLLO_TELEMETRY_DISABLED);
      process.exit(7);`);
    expect(await run(root, ['gateway'])).toMatchObject({ code: 7, out: '1 1 1 true\n' });
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'is told of %s and ends in its own time',
    async (signal) => {
      const root = gateway(`
      process.on('${signal}', () => { console.log('draining'); setTimeout(() => process.exit(0), 50); });
      setInterval(() => {}, 1000);
      console.log('up');`);
      const { child, outcome, said } = start(root, ['gateway']);
      await said('up');
      child.kill(signal);
      expect(await outcome).toMatchObject({ code: 0, out: 'up\ndraining\n' });
    },
  );

  test('that dies of a signal gives 128 and its number, as shells count', async () => {
    const root = gateway(`process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`);
    expect((await run(root, ['gateway'])).code).toBe(137);
  });

  test('has our channel if we have one: messages go both ways, and our end of it ends its', async () => {
    const root = gateway(`
      process.on('message', (message) => process.send({ echo: message }));
      process.on('disconnect', () => { console.log('hung up'); process.exit(0); });
      process.send({ type: 'ready', port: 4000 });`);
    const { child, outcome } = start(root, ['gateway'], { ipc: true });
    const ready = (await once(child, 'message')) as unknown[];
    expect(ready[0]).toEqual({ type: 'ready', port: 4000 });
    child.send('hello');
    const echo = (await once(child, 'message')) as unknown[];
    expect(echo[0]).toEqual({ echo: 'hello' });
    child.disconnect();
    expect(await outcome).toMatchObject({ code: 0, out: 'hung up\n' });
  });
});

describe('dev in a source checkout', () => {
  const turbo = (script: string) => ({
    'turbo.json': '{}',
    'package.json': '{}',
    'node_modules/turbo/package.json': '{ "name": "turbo", "version": "0.0.0" }',
    'node_modules/turbo/bin/turbo': script,
  });
  const writeMain = `
    const fs = require('node:fs');
    fs.mkdirSync('subgraphs/kit/dist/region', { recursive: true });
    fs.writeFileSync('subgraphs/kit/dist/region/main.js', "console.log('the region')");
    console.log('noise of the build', process.argv.slice(2).join(' '));`;

  test('builds what is missing, says so in one line, and then starts', async () => {
    const root = repositoryWith(turbo(writeMain));
    expect(await run(root, ['dev'])).toEqual({
      code: 0,
      out: 'the region\n',
      err: 'building (first start only) …\n',
    });
  });

  test('lets the build look for changes in silence when everything is there', async () => {
    const root = repositoryWith({
      ...MAINS,
      'schema/dist/index.js': '',
      ...turbo(`require('node:fs').writeFileSync('looked', '')`),
    });
    expect(await run(root, ['dev'])).toMatchObject({ code: 0, err: '' });
    expect(existsSync(join(root, 'looked'))).toBe(true);
  });

  test('shows what a failing build said, and does not start', async () => {
    const root = repositoryWith(turbo(`console.log('main.ts:1 is wrong'); process.exit(1);`));
    expect(await run(root, ['dev'])).toMatchInlineSnapshot(`
     {
       "code": 2,
       "err": "building (first start only) …
     main.ts:1 is wrong
     The build failed; what it said stands above. Mend it, then start again.
     ",
       "out": "",
     }
    `);
  });

  test('without the build tools says what to run', async () => {
    const root = repositoryWith({ 'turbo.json': '{}', 'package.json': '{}' });
    expect(await run(root, ['dev'])).toMatchInlineSnapshot(`
     {
       "code": 2,
       "err": "Nothing is built and the build tools are not installed: run npm install.
     ",
       "out": "",
     }
    `);
  });
});
