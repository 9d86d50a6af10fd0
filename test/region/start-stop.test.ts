import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { isRunning, processesOf } from './support/processes.js';
import {
  endRegions,
  REGION_MAIN,
  runtimeOf,
  startFakeRegion,
  startScript,
} from './support/region-process.js';
import { newState, removeStates } from './support/state.js';

afterEach(endRegions);
afterAll(removeStates);

const region = process.platform === 'linux' ? describe : describe.skip;

/** When a stand-in wrote that it ended. */
function endedAt(state: string, name: string): number {
  const line = readFileSync(`${state}/logs/${name}.log`, 'utf8').trim().split('\n').at(-1) ?? '{}';
  return (JSON.parse(line) as { at: number }).at;
}

region('start and stop', () => {
  const state = newState();

  test('two starts at once: one runs, the other says who does and ends with exit code 1', async () => {
    const both = [startFakeRegion(state), startFakeRegion(state)] as const;
    const loser = await Promise.race(both.map(async (it) => ({ ...(await it.exit), pid: it.pid })));
    const winner = both.find((it) => it.pid !== loser.pid);

    expect(loser.code).toBe(1);
    expect(loser.output).toBe(
      `The region is already running: process ${String(winner?.pid)} holds ${state}. Stop that one (Ctrl-C in its ` +
        `terminal, or "kill ${String(winner?.pid)}"), or set MODELLREGION_STATE to another folder for a second region.\n`,
    );
    await winner?.says('RUNNING');

    const reset = await startScript([REGION_MAIN, 'reset', '--yes'], state).exit;
    expect(reset.code).toBe(1);
    expect(reset.output).toContain(`The region is already running: process ${String(winner?.pid)}`);
  });

  test('Ctrl-C ends gateway, subgraphs, database in this order, with exit code 0', async () => {
    const running = startFakeRegion(state);
    await running.says('RUNNING');
    const { gateway, subgraphs } = runtimeOf(state);
    // As a terminal does it: to the whole foreground group.
    process.kill(-running.pid, 'SIGINT');

    expect((await running.exit).code).toBe(0);
    expect(processesOf(state)).toEqual([]);
    expect(endedAt(state, 'gateway')).toBeLessThanOrEqual(endedAt(state, 'residents'));
    expect(endedAt(state, 'gateway')).toBeLessThanOrEqual(endedAt(state, 'mobility'));
    expect(readFileSync(`${state}/postgres.log`, 'utf8').trim()).toMatch(/database system is shut down$/);
    expect(existsSync(`${state}/runtime.json`)).toBe(false);
    expect([gateway.pid, ...Object.values(subgraphs).map((it) => it.pid)].filter(isRunning)).toEqual([]);
  });

  test('a subgraph that hangs does not hold the end up when Ctrl-C comes twice', async () => {
    const running = startFakeRegion(state);
    await running.says('RUNNING');
    process.kill(runtimeOf(state).subgraphs['mobility']?.pid ?? 0, 'SIGSTOP');
    running.kill('SIGINT');
    await running.says('Stopping');
    running.kill('SIGINT');

    const begun = Date.now();
    expect((await running.exit).code).toBe(0);
    expect(Date.now() - begun).toBeLessThan(5_000);
    expect(processesOf(state)).toEqual([]);
  });

  test('a subgraph that dies is started again on its port, and the person at the terminal is told', async () => {
    const running = startFakeRegion(state);
    await running.says('RUNNING');
    const before = runtimeOf(state).subgraphs['mobility'];
    await fetch(`http://127.0.0.1:${String(before?.port)}/crash`).catch(() => undefined);
    await running.says('mobility (Kreis Paderborn) runs again');

    expect(running.output()).toContain(
      'mobility (Kreis Paderborn) ended unexpectedly (exit code 7); starting it again in 0.5 s. ' +
        `Its log: ${state}/logs/mobility.log`,
    );
    const after = runtimeOf(state).subgraphs['mobility'];
    expect(after?.port).toBe(before?.port);
    expect(after?.pid).not.toBe(before?.pid);
    running.kill('SIGTERM');
    await running.exit;
  });

  test('a taken port: one sentence with port, process and setting; exit code 1; nothing left', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;

    const refused = await startFakeRegion(state, { FAKE_RESIDENTS_PORT: String(port) }).exit;
    holder.close();
    expect(refused.code).toBe(1);
    expect(refused.output.split('\n').at(-2)).toBe(
      `Port ${String(port)} for residents (Stadt Paderborn) is already in use by another program: end that ` +
        'program, or set MODELLREGION_RESIDENTS_PORT to a free port.',
    );
    expect(processesOf(state)).toEqual([]);
  });

  test('a pid file with the pid of a foreign process: that process is left alone, and the start works', async () => {
    const foreign = spawn('sleep', ['60'], { stdio: 'ignore' });
    writeFileSync(`${state}/data-18/postmaster.pid`, `${String(foreign.pid)}\n${state}/data-18\n`);

    const running = startFakeRegion(state);
    await running.says('RUNNING');
    expect(running.output()).toContain(
      `named process ${String(foreign.pid)}, which is not ours and was left alone`,
    );
    expect(isRunning(foreign.pid ?? 0)).toBe(true);
    foreign.kill();
    running.kill('SIGTERM');
    await running.exit;
  });

  test('secrets are 0600, and reset removes all data', async () => {
    const secrets = ['secrets.json', 'keys/gateway.json', 'keys/residents.json', 'issuer/private.json'];
    expect(secrets.map((file) => (statSync(`${state}/${file}`).mode & 0o777).toString(8))).toEqual(
      secrets.map(() => '600'),
    );
    expect((await startScript([REGION_MAIN, 'reset'], state).exit).output).toContain('--yes');
    expect((await startScript([REGION_MAIN, 'reset', '--yes'], state).exit).code).toBe(0);
    expect(readdirSync(state).filter((name) => !name.startsWith('pg-'))).toEqual(['lock']);
  });
});

const node18 = process.env['MODELLREGION_NODE18'];
// Said in the name, so that a skipped run shows why.
const onNode18 = node18 === undefined ? test.skip : test;

onNode18(`Node 18 gets one sentence (needs MODELLREGION_NODE18: path of a Node 18)`, async () => {
  const { code, output } = await startScript([REGION_MAIN, 'dev'], newState(), {}, node18).exit;
  expect(code).toBe(1);
  expect(output).toMatch(
    /^Modellregion needs Node 20\.19 or newer, and this is Node 18\.[\d.]+: install Node 24\.\n$/,
  );
});

test('a wrong call ends with exit code 2', async () => {
  const { code, output } = await startScript([REGION_MAIN, 'dev', '--seed', 'huge'], newState()).exit;
  expect([code, output]).toEqual([
    2,
    expect.stringContaining('The seed profile must be one of small, demo, large, and is "huge".'),
  ]);
});
