import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRegistry, REPOSITORY_ROOT } from '@modellregion/schema';
import { compose } from '@modellregion/schema/compose';
import { readPublishedContract, runConformance } from '@modellregion/subgraph-kit/conformance';
import { callKey, shortcomings } from '../conformance/support.js';
import type { PublicationInput } from '../../schema/src/checks/publication/index.js';
import { reachability } from '../../schema/src/checks/publication/rules/reachability.js';
import { runningCalls } from '../../schema/src/checks/publication/rules/running-calls.js';
import { entry, registryFile } from '../schema/support.js';
import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';
import { ready, spawnGateway, type GatewayProcess } from '../support/gateway-process.js';
import { post } from '../support/region.js';
import { freePort } from '../../subgraphs/kit/src/database/free-port.js';
import { eventually } from '../region/support/eventually.js';
import { answers, named, PYTHON } from './installed.js';

// A subgraph in Python on Debian's packages: no code of ours but the verifier to be copied, and nothing beside it.
const isThere = answers(
  PYTHON,
  '-c',
  'import cryptography, graphql; assert graphql.__version__.startswith("2.")',
);
const PROGRAM = fileURLToPath(new URL('python/subgraph.py', import.meta.url));
const SDL = readFileSync(new URL('python/playgrounds.graphql', import.meta.url), 'utf8');

const gatewayKey = callKey('gateway');
const registryKey = callKey('registry');
const own = callKey('playgrounds');
const keys = { gateway: gatewayKey, subgraph: own };

let folder: string;
let port: number;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  port = await freePort();
  const files = { own: join(folder, 'own.json'), gateway: join(folder, 'gateway.json') };
  const published = ({ kid, x25519 }: typeof own) => [{ kid, x25519 }];
  const directory = {
    gateway: published(gatewayKey),
    registry: published(registryKey),
    playgrounds: published(own),
  };
  writeFileSync(files.own, JSON.stringify([own]), { mode: 0o600 });
  writeFileSync(files.gateway, JSON.stringify([gatewayKey]), { mode: 0o600 });
  writeFileSync(join(folder, 'directory.json'), JSON.stringify(directory));
  env = {
    CALL_KEYS: files.own,
    KEY_DIRECTORY: join(folder, 'directory.json'),
    VERIFIERS: join(REPOSITORY_ROOT, 'schema/verifiers'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

(isThere ? describe : describe.skip)(
  named('a subgraph in Python', isThere, 'python3-graphql-core python3-cryptography'),
  () => {
    test('conforms: contract, entities, calls, limits, errors, an orderly end', async () => {
      const report = await runConformance({
        url: new URL(`http://127.0.0.1:${String(port)}/graphql`),
        name: 'playgrounds',
        contract: readPublishedContract(SDL, { owns: ['Playground'], deadlineMs: 3000 }),
        keys,
        samples: { Playground: [{ id: 'playground-2' }] },
        command: [PYTHON, PROGRAM],
        env,
      });
      expect(shortcomings(report)).toEqual([]);
      expect(report.results.filter(({ status }) => status === 'skipped')).toEqual([]);
    });

    test('answers the registry what it serves, and nothing else', async () => {
      const python = spawn(PYTHON, [PROGRAM], { env: { ...process.env, ...env, PORT: String(port) } });
      try {
        await eventually('the subgraph listens', () => isReady(port));
        const candidate = { entry: entryOf([own]), sdl: SDL };
        const input: PublicationInput = {
          ...{ before: [], candidate, grants: [], usage: null, portalQueries: [] },
          ...{ running: 'ask', profile: 'developer' },
        };
        const caller = { callKeys: [registryKey] };
        const reached = await reachability(input, caller);
        const calls = await runningCalls(input, caller, reached);
        expect([reached, calls].map(({ status, findings }) => [status, findings])).toEqual([
          ['completed', []],
          ['completed', []],
        ]);
      } finally {
        await end(python);
      }
    });

    test('joins with SDL, URL and key, and answers through the gateway with another town', async () => {
      const towns = await townSubgraph();
      const python = spawn(PYTHON, [PROGRAM], { env: { ...process.env, ...env, PORT: String(port) } });
      const gateway = await startGatewayOver(towns);
      try {
        await eventually('the subgraph listens', () => isReady(port));
        const query = `{ municipality(ags: "05774024") { name playgrounds(first: 2) { name municipality { name } } } }`;
        const answer = await post(`${gateway.origin}/graphql`, query);
        expect(answer.errors).toEqual([]);
        expect(answer.data).toEqual({
          municipality: {
            name: 'Hövelhof',
            playgrounds: [
              { name: 'Am Furlbach', municipality: { name: 'Hövelhof' } },
              { name: 'Bahnhofspark', municipality: { name: 'Hövelhof' } },
            ],
          },
        });
      } finally {
        await end(gateway.process.child);
        await end(python);
        await towns.close();
      }
    });
  },
);

/** Its entry with its address here. */
const entryOf = (keys: PublicationInput['candidate']['entry']['keys']) => ({
  ...entry('playgrounds', ['Playground']),
  url: `http://127.0.0.1:${String(port)}/graphql`,
  keys,
});

function townSubgraph(): Promise<FakeSubgraph> {
  const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
    type Query { municipality(ags: ID!): Municipality }
    type Municipality @key(fields: "ags") { ags: ID! name: String! }`;
  const found = ({ ags }: { ags: string }): object => ({ ags, name: 'Hövelhof' });
  return fakeSubgraph('towns', sdl, {
    Query: { municipality: (_: unknown, args: { ags: string }) => found(args) },
    Municipality: { __resolveReference: found },
  });
}

/** A region of two: what is in its registry, composed, and a gateway over it. */
async function startGatewayOver(
  towns: FakeSubgraph,
): Promise<{ readonly process: GatewayProcess; readonly origin: string }> {
  const files = {
    'schema/registry/playgrounds.yaml': registryFile('playgrounds', port, 'owns: [Playground]\n'),
    'schema/registry/towns.yaml': registryFile('towns', Number(new URL(towns.url).port)),
    'subgraphs/playgrounds/schema.graphql': SDL,
    'subgraphs/towns/schema.graphql': towns.sdl,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const composition = compose(loadRegistry(join(folder, 'schema/registry'), folder));
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  writeFileSync(join(folder, 'schema/supergraph.graphql'), composition.supergraphSdl);
  const process = spawnGateway(['--profile', 'developer', '--port', '0'], {
    MODELLREGION_ROOT: folder,
    MODELLREGION_STATE: join(folder, 'state'),
    MODELLREGION_KEY_DIRECTORY: join(folder, 'directory.json'),
    MODELLREGION_CALL_KEY_FILE: join(folder, 'gateway.json'),
  });
  return { process, origin: await ready(process) };
}

async function isReady(at: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${String(at)}/readyz`).catch(() => null);
  await response?.arrayBuffer();
  return response?.status === 200;
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
