import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { CONTRACT_VERSION } from '@modellregion/schema';
import { ensureKeys, keyFiles } from '@modellregion/subgraph-kit/region';
import { post } from '../support/region.js';
import { ownProject, type OwnProject } from './own-project.js';
import { startProgram, type Program } from './program.js';

// Packed code of three versions of the contract, each in a folder of its own. Today's is what npm packs; the later ones are
// the same but for the versions they speak, as they will be when a version is raised.
const NOW = CONTRACT_VERSION;
const NEXT = NOW + 1;
const AFTER_NEXT = NOW + 2;

const QUERY = '{ waterPlaces(ags: "05754008") { name } }';
/** A subgraph of the kit without a database. */
const SUBGRAPH = `import { defineSubgraph, readConfig, serveSubgraph } from '@modellregion/subgraph-kit';
const subgraph = defineSubgraph({
  name: 'water',
  folder: new URL('./subgraphs/water/', import.meta.url),
  resolvers: { Query: { waterPlaces: () => [{ name: 'Quelle' }] } },
  connect: () => null, disconnect: () => Promise.resolve(), services: () => ({}),
});
const running = await serveSubgraph(subgraph, readConfig(process.env));
process.send({ type: 'ready', port: running.port });
process.once('SIGTERM', () => void running.close().then(() => process.exit()));
`;

let project: OwnProject;
let folders: string;
let keys: ReturnType<typeof keyFiles>;
let running: Program[] = [];
const folderOf = (version: number): string => join(folders, String(version));

beforeAll(async () => {
  project = await ownProject();
  await project.tool('subgraph', 'create', 'water', '--operator', '05754008');
  await project.tool('compose');
  writeFileSync(join(project.folder, 'water.mjs'), SUBGRAPH);
  folders = realpathSync(mkdtempSync(join(tmpdir(), 'modellregion-versions-')));
  for (const version of [NOW, NEXT, AFTER_NEXT]) {
    cpSync(project.folder, folderOf(version), { recursive: true, verbatimSymlinks: true });
    if (version !== NOW) raise(folderOf(version), version);
  }
  ensureKeys(folders, ['water']);
  keys = keyFiles(folders);
}, 120_000);
afterEach(async () => {
  await Promise.all(running.map((program) => program.end()));
  running = [];
});
afterAll(() => {
  project.remove();
  rmSync(folders, { recursive: true, force: true });
});

/** Makes what was packed speak a later version, and accept the one before it. */
function raise(folder: string, version: number): void {
  const file = join(folder, 'node_modules/@modellregion/schema/dist/contract/contract-version.js');
  const raised = readFileSync(file, 'utf8')
    .replace(/(?<=CONTRACT_VERSION = )\d+;/, `${String(version)};`)
    .replace(/(?<=ACCEPTED_CONTRACT_VERSIONS = )\[.*\];/, `[${String(version)}, ${String(version - 1)}];`);
  expect(raised).toContain(`= [${String(version)}, ${String(version - 1)}];`);
  writeFileSync(file, raised);
}

async function start(version: number, main: string, env: Record<string, string>): Promise<Program> {
  const common = { MODELLREGION_PROFILE: 'developer', PORT: '0', MODELLREGION_KEY_DIRECTORY: keys.directory };
  const program = await startProgram(
    join(folderOf(version), main),
    [],
    { ...common, ...env },
    folderOf(version),
  );
  running.push(program);
  return program;
}

const startSubgraph = (version: number): Promise<Program> =>
  start(version, 'water.mjs', {
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    MODELLREGION_CALL_KEY_FILE: keys.callKeys('water'),
  });

/** A gateway of one version, whose registry file says by which one the subgraph is called. */
function startGateway(version: number, subgraph: Program, stated: number): Promise<Program> {
  const file = join(folderOf(version), 'schema/registry/water.yaml');
  const entry = readFileSync(file, 'utf8').replace(/^contract: \d+$/m, `contract: ${String(stated)}`);
  expect(entry).toContain(`contract: ${String(stated)}\n`);
  writeFileSync(file, entry);
  return start(version, 'node_modules/@modellregion/gateway/dist/main.js', {
    MODELLREGION_STATE: folders,
    MODELLREGION_SUBGRAPH_WATER_URL: `http://127.0.0.1:${String(subgraph.port)}/graphql`,
    MODELLREGION_CALL_KEY_FILE: keys.callKeys('gateway'),
    MODELLREGION_JWKS: keys.issuerPublic,
  });
}

const ask = ({ port }: Program) => post(`http://127.0.0.1:${String(port)}/graphql`, QUERY);
const ANSWER = { data: { waterPlaces: [{ name: 'Quelle' }] }, errors: [] };

test('a new subgraph states the version of the kit that it was made with', () => {
  expect(readFileSync(join(project.folder, 'schema/registry/water.yaml'), 'utf8')).toContain(
    `contract: ${String(NOW)}\n`,
  );
});

test.each([
  ['today', NOW, 'today', NOW, NOW],
  ['the version before', NOW, 'the next version', NEXT, NOW],
  ['the next version', NEXT, 'the version before', NOW, NOW],
  ['the next version', NEXT, 'the next version', NEXT, NEXT],
])('a packed subgraph of %s (%i) answers a packed gateway of %s (%i), called by %i', async (...row) => {
  const [, kit, , gateway, stated] = row;
  expect(await ask(await startGateway(gateway, await startSubgraph(kit), stated))).toMatchObject(ANSWER);
});

test('a gateway two versions on does not start with a subgraph of today, and says what to do', async () => {
  const subgraph = await startSubgraph(NOW);
  await expect(startGateway(AFTER_NEXT, subgraph, NOW)).rejects.toThrow(
    `Subgraph water speaks version ${String(NOW)} of the contract, and accepted here is ` +
      `${String(AFTER_NEXT)} and ${String(NEXT)}: update its kit, and state ${String(AFTER_NEXT)}.`,
  );
});

test('a gateway of today does not start with a subgraph that is called by the next version', async () => {
  const subgraph = await startSubgraph(NEXT);
  await expect(startGateway(NOW, subgraph, NEXT)).rejects.toThrow(
    `Subgraph water speaks version ${String(NEXT)} of the contract, and accepted here is ${String(NOW)}`,
  );
});

test('a subgraph two versions on refuses the calls of today', async () => {
  const subgraph = await startSubgraph(AFTER_NEXT);
  const { data, errors } = await ask(await startGateway(NOW, subgraph, NOW));
  expect(data).toEqual({ waterPlaces: null });
  expect(errors).toHaveLength(1);
  const refused = await subgraph.logged(({ msg }) => msg === 'call refused');
  expect(refused['reason']).toBe('signed for another purpose, or by a version not accepted');
});
