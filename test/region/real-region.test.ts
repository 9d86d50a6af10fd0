import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually } from './support/eventually.js';
import { processesOf } from './support/processes.js';
import {
  endRegions,
  REGION_MAIN,
  runtimeOf,
  startScript,
  type RegionProcess,
} from './support/region-process.js';
import { newState, removeStates } from './support/state.js';

afterEach(endRegions);
afterAll(removeStates);

const mains = ['gateway', 'subgraphs/residents', 'subgraphs/mobility'].map((folder) =>
  fileURLToPath(new URL(`../../${folder}/dist/main.js`, import.meta.url)),
);
const built = process.platform === 'linux' && mains.every((main) => existsSync(main));
const anyPort = { MODELLREGION_PORT: '0', MODELLREGION_RESIDENTS_PORT: '0', MODELLREGION_MOBILITY_PORT: '0' };

const startRegion = (state: string): RegionProcess =>
  startScript([REGION_MAIN, 'dev', '--seed', 'small'], state, anyPort);

async function ask(state: string, query: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${String(runtimeOf(state).gateway.port)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

(built ? describe : describe.skip)('the real region (needs a build)', () => {
  const state = newState();
  const query = '{ residentsDataSources { __typename } mobilityDataSources { __typename } }';

  test('answers over both subgraphs, and kill -9 of the supervisor leaves nothing running', async () => {
    const region = startRegion(state);
    await region.says('Modellregion is running');
    expect(await ask(state, query)).toMatchObject({
      data: { residentsDataSources: expect.any(Array), mobilityDataSources: expect.any(Array) },
    });
    region.kill('SIGKILL');
    await eventually('nothing runs', () => processesOf(state).length === 0);
  });

  test('starts a second time within 10 s, with the same data, and ends with exit code 0', async () => {
    const begun = Date.now();
    const region = startRegion(state);
    await region.says('Modellregion is running');
    expect(await ask(state, query)).not.toHaveProperty('errors');
    expect(Date.now() - begun).toBeLessThan(10_000);

    region.kill('SIGINT');
    expect(await region.exit).toMatchObject({ code: 0, output: expect.stringMatching(/Stopped\.\n$/) });
    expect(processesOf(state)).toEqual([]);
  });
});
