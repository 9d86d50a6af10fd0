import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { REPOSITORY_ROOT } from '@modellregion/schema';
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
const REGISTRY_MAIN = join(REPOSITORY_ROOT, 'subgraphs/registry/dist/main.js');
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

/** What the command says when residents is published into the running region, whichever way it ends. */
async function publish(state: string, ...options: readonly string[]): Promise<string> {
  const args = [REGISTRY_MAIN, 'subgraph', 'publish', '--reason', 'A test', ...options];
  const env = { PATH: process.env['PATH'], MODELLREGION_STATE: state };
  const said = promisify(execFile)(process.execPath, args, { cwd: REPOSITORY_ROOT, env });
  return said.then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'modellregion-publication-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const contract = (file: string): string => readFileSync(join(REPOSITORY_ROOT, file), 'utf8');
/** A change of the registry file alone: the subgraph serves the same. */
const withDeadline = (): string[] => [
  '--entry',
  written('residents.yaml', `${contract('schema/registry/residents.yaml')}\ndeadlineMs: 2500\n`),
];
const otherSdl = (): string =>
  written('residents.graphql', `${contract('subgraphs/residents/schema.graphql')}\n"New." scalar Novelty\n`);

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

  test('starts a second time within 30 s, with the same data, and ends with exit code 0', async () => {
    const begun = Date.now();
    const region = startRegion(state);
    await region.says('Modellregion is running');
    expect(await ask(state, query)).not.toHaveProperty('errors');
    expect(Date.now() - begun).toBeLessThan(30_000);

    expect(await publish(state, ...withDeadline())).toMatch(/residents is published\. Release 2 /);
    expect(await publish(state, ...withDeadline(), '--sdl', otherSdl())).toMatch(/RUNNING_SDL_DIFFERS/);

    region.kill('SIGINT');
    expect(await region.exit).toMatchObject({ code: 0, output: expect.stringMatching(/Stopped\.\n$/) });
    expect(processesOf(state)).toEqual([]);
  });
});
