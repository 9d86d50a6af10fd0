import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { eventually } from './support/eventually.js';
import { isRunning, processesOf } from './support/processes.js';
import { endRegions, postmasterPid, runtimeOf, startFakeRegion } from './support/region-process.js';
import { newState, removeStates } from './support/state.js';

afterEach(endRegions);
afterAll(removeStates);

const crashes = process.platform === 'linux' ? describe : describe.skip;

/** How often the stand-in for residents has been started, counted in its database. */
async function startsOf(state: string): Promise<number> {
  const { port } = runtimeOf(state).subgraphs['residents'] ?? { port: 0 };
  const answer = await fetch(`http://127.0.0.1:${String(port)}/`);
  return ((await answer.json()) as { starts: number }).starts;
}

const nothingLeft = (state: string): Promise<void> =>
  eventually(`nothing of ${state} runs`, () => processesOf(state).length === 0);

crashes('kill -9', () => {
  const state = newState();
  const durable = { FAKE_DURABLE: 'yes' };

  test('of the supervisor while initdb runs: nothing is left, and no half-made cluster is used', async () => {
    const region = startFakeRegion(state, durable);
    const initdbRuns = (): boolean =>
      existsSync(state) && readdirSync(state).some((name) => name.startsWith('data-18.new-'));
    await eventually('initdb runs', initdbRuns);
    region.kill('SIGKILL');

    await nothingLeft(state);
    expect(existsSync(`${state}/data-18`)).toBe(false);
  });

  test('of the supervisor: gateway, subgraphs and database end by themselves; the next start has all data', async () => {
    const region = startFakeRegion(state, durable);
    await region.says('RUNNING');
    expect(await startsOf(state)).toBe(1);
    region.kill('SIGKILL');
    await nothingLeft(state);

    const next = startFakeRegion(state, durable);
    await next.says('RUNNING');
    expect(await startsOf(state)).toBe(2);
    next.kill('SIGTERM');
    expect((await next.exit).code).toBe(0);
    await nothingLeft(state);
  });

  test('of the postmaster: it is started again on its port, and nothing stored is lost', async () => {
    const region = startFakeRegion(state, durable);
    await region.says('RUNNING');
    const [before, { database }] = [await startsOf(state), runtimeOf(state)];
    process.kill(postmasterPid(state), 'SIGKILL');
    await region.says('The database runs again');

    await fetch(`http://127.0.0.1:${String(runtimeOf(state).gateway.port)}/`);
    const residents = runtimeOf(state).subgraphs['residents'];
    await fetch(`http://127.0.0.1:${String(residents?.port)}/crash`).catch(() => undefined);
    await region.says('residents (Stadt Paderborn) runs again');
    expect(await startsOf(state)).toBe(before + 1);
    expect(runtimeOf(state).database).toEqual(database);
    region.kill('SIGTERM');
    expect((await region.exit).code).toBe(0);
    await nothingLeft(state);
  });

  test('of supervisor and postmaster together: nothing is left, the next start recovers', async () => {
    const region = startFakeRegion(state, durable);
    await region.says('RUNNING');
    const before = await startsOf(state);
    process.kill(postmasterPid(state), 'SIGKILL');
    region.kill('SIGKILL');
    await nothingLeft(state);

    const next = startFakeRegion(state, durable);
    await next.says('RUNNING');
    expect(await startsOf(state)).toBe(before + 1);
    next.kill('SIGTERM');
    await next.exit;
  });

  test('of supervisor and keeper: the postmaster outlives them, and the next start stops exactly that one', async () => {
    const region = startFakeRegion(state, durable);
    await region.says('RUNNING');
    const [before, outliving] = [await startsOf(state), postmasterPid(state)];
    for (const { pid, command } of processesOf(state)) {
      if (command.includes('modellregion-keeper')) process.kill(pid, 'SIGSTOP');
    }
    region.kill('SIGKILL');
    for (const { pid, command } of processesOf(state)) {
      if (command.includes('modellregion-keeper')) process.kill(pid, 'SIGKILL');
    }
    await region.exit;
    expect(isRunning(outliving)).toBe(true);

    const next = startFakeRegion(state, durable);
    await next.says(`stopped the database that an earlier run left (process ${String(outliving)})`);
    await next.says('RUNNING');
    expect(isRunning(outliving)).toBe(false);
    expect(await startsOf(state)).toBe(before + 1);
    next.kill('SIGTERM');
    await next.exit;
    await nothingLeft(state);
  });
});
