import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { freePort } from '../../subgraphs/kit/src/database/free-port.js';
import { eventually } from '../region/support/eventually.js';
import { ended, post } from '../support/region.js';
import { regionOf, startTool, type HeardTool } from './heard-tool.js';
import { ownProject, type OwnProject } from './own-project.js';

// A partner's project with one subgraph, which takes the place of the released tourism; all other towns are mocked.
let project: OwnProject;
let state: string;
let port: number;
let region: HeardTool;
let origin: string;

beforeAll(async () => {
  project = await ownProject();
  state = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  chmodSync(state, 0o711);
  port = await freePort();
  await project.tool('subgraph', 'create', 'tourism', '--operator', '05754008', '--port', String(port));
  project.linkWorkspace('tourism');
  await project.run('npm', ['run', 'build']);
  cpSync(join(REPOSITORY_ROOT, 'schema/supergraph.graphql'), join(project.folder, 'released.graphql'));
  const address = `tourism=http://localhost:${String(port)}`;
  region = start('dev', '--seed', 'small', '--subgraph', address, '--release', 'released.graphql');
  origin = await regionOf(region);
}, 180_000);
afterAll(async () => {
  await ended(region.child, 'SIGTERM');
  project.remove();
  rmSync(state, { recursive: true, force: true });
});

const start = (...args: readonly string[]): HeardTool =>
  startTool(project, args, {
    MODELLREGION_STATE: state,
    MODELLREGION_PORT: '0',
    MODELLREGION_DATA: 'synthetic',
  });

test('it says what is swapped in and what is mocked', () => {
  expect(region.said()).toMatch(/^Running .*released\.graphql with tourism swapped in\.$/m);
  expect(region.said()).toMatch(/^Mocked, .*: businesses, energy, mobility, residents\. /m);
});

test('before the subgraph runs, mocks answer and its own data is missing', async () => {
  const query =
    '{ municipality(ags: "05754008") { ags name stops(first: 1) { id name } tourismPlaces { name } } }';
  const { data, errors } = await post(`${origin}/graphql`, query);
  expect(data?.['municipality']).toMatchObject({
    ags: '05754008',
    name: expect.any(String),
    tourismPlaces: null,
  });
  expect(errors.map(({ extensions }) => extensions['subgraph'])).toEqual(['tourism']);
});

test('a change of the contract is served without a restart; one that does not compose is told of', async () => {
  const file = join(project.folder, 'subgraphs/tourism/schema.graphql');
  const before = readFileSync(file, 'utf8');
  const query = '{ tourismPlaces(ags: "05754008") { motto } }';
  const codes = async (): Promise<unknown[]> =>
    (await post(`${origin}/graphql`, query)).errors.map(({ extensions }) => extensions['code']);
  expect(await codes()).toEqual(['GRAPHQL_VALIDATION_FAILED']);

  writeFileSync(file, before.replace('name: String!', 'name: String!\n  "Its motto."\n  motto: String'));
  await eventually('it is composed anew', () => region.said().includes('has changed: composed anew'));
  await eventually(
    'the gateway knows the field',
    async () => !(await codes()).includes('GRAPHQL_VALIDATION_FAILED'),
  );

  writeFileSync(file, before.replace('ags: ID!\n  "Its places', 'ags: Int!\n  "Its places'));
  await eventually('the fault is told', () => region.said().includes('does not compose with the release'));
  writeFileSync(file, before);
});

test('once it runs, it answers with the mocks in one request', async () => {
  const served = start('serve', 'tourism', '--migrate', '--seed', 'small');
  try {
    await eventually('it listens', () => served.said().includes('"listening"'), 60_000);
    const query =
      '{ tourismPlaces(ags: "05754008") { name municipality { ags name } address { id street } } }';
    await eventually(
      'the gateway calls it again',
      async () => (await post(`${origin}/graphql`, query)).errors.length === 0,
    );
    const { data } = await post(`${origin}/graphql`, query);
    expect(data?.['tourismPlaces']).toHaveLength(2);
    expect(JSON.stringify(data)).toMatch(/"address":\{"id":"05754008-\d{5}-\w+","street":"Rathausplatz"\}/);
  } finally {
    await ended(served.child, 'SIGTERM');
  }
});
