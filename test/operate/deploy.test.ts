import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, describe, expect, test } from '@jest/globals';
import { GATEWAY_NODE_FLAGS, loadRegistry, REPOSITORY_ROOT } from '@modellregion/schema';
import { SUBGRAPH_SETTINGS } from '@modellregion/subgraph-kit';
import { GATEWAY_SETTINGS } from '../../gateway/src/index.js';
import { REGISTRY_SETTINGS } from '../../subgraphs/registry/src/index.js';
import { inspectRegistryConfig } from '../../subgraphs/registry/src/config.js';
import { createAuthority } from '../support/certificates.js';
import { listen } from '../support/fake-subgraph.js';
import { temporaryFolder } from '../support/gateway-under-test.js';

const DEPLOY = join(REPOSITORY_ROOT, 'schema/deploy');
const read = (file: string): string => readFileSync(join(DEPLOY, file), 'utf8');
const SERVICES = readdirSync(DEPLOY).filter((name) => name.endsWith('.service'));
const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

/** What a part reads, by the part of a unit's name; every other unit is a subgraph's. */
const SETTINGS = { gateway: GATEWAY_SETTINGS, registry: REGISTRY_SETTINGS };

/** The lines of a unit or an environment file as names and values. */
function settings(text: string): readonly (readonly [name: string, value: string])[] {
  return text
    .split('\n')
    .filter((line) => /^[A-Za-z_]+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
}

describe.each(SERVICES)('%s', (file) => {
  const unit = settings(read(file));
  const valuesOf = (name: string): string[] => unit.flatMap(([it, value]) => (it === name ? [value] : []));

  test('is shut in: no rights, nothing to write, no secret in its environment', () => {
    expect(Object.fromEntries(unit)).toMatchObject({
      DynamicUser: 'yes',
      NoNewPrivileges: 'yes',
      ProtectSystem: 'strict',
      ProtectHome: 'yes',
      PrivateTmp: 'yes',
      PrivateDevices: 'yes',
      CapabilityBoundingSet: '',
      RestrictAddressFamilies: 'AF_INET AF_INET6 AF_UNIX',
      SystemCallArchitectures: 'native',
      UMask: '0077',
    });
    expect(valuesOf('LoadCredential').length).toBeGreaterThan(0);
    expect(valuesOf('Environment').join(' ')).not.toMatch(/postgres(ql)?:\/\/|DATABASE_URL=/);
  });

  test('starts a program that is there, with settings that exist', () => {
    const programs = valuesOf('ExecStart').flatMap((line) => line.match(/\S+\/dist\/\S+\.js/g) ?? []);
    expect(programs.length).toBe(1);
    for (const { name } of loadRegistry()) {
      const source = (programs[0] ?? '')
        .replace('%i', name)
        .replace('/dist/', '/src/')
        .replace(/\.js$/, '.ts');
      if (existsSync(join(REPOSITORY_ROOT, 'subgraphs', name))) {
        expect(existsSync(join(REPOSITORY_ROOT, source))).toBe(true);
      }
    }
    const known = Object.entries(SETTINGS).find(([part]) => file.includes(part))?.[1] ?? SUBGRAPH_SETTINGS;
    const set = valuesOf('Environment').flatMap((line) =>
      line.split(' ').map((pair) => pair.split('=')[0] ?? ''),
    );
    const unknown = set.filter((name) => name !== 'NODE_ENV' && !isSetting(name, known));
    expect(unknown).toEqual([]);
  });

  test('systemd finds nothing wrong with it', () => {
    const found = spawnSync('systemd-analyze', ['--version']);
    // Where there is no systemd, as on macOS, the tests above are all there is.
    if (found.error !== undefined) return;
    const copy = join(folder.path, file.replace('@', '@residents'));
    copyFileSync(join(DEPLOY, file), copy);
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', copy], {
      encoding: 'utf8',
    });
    const ours = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('modellregion'));
    // The place of Node is the operator's; this machine may have it elsewhere.
    expect(ours.filter((line) => !line.includes('/usr/bin/node is not executable'))).toEqual([]);
  });
});

/** A setting or the `_FILE` that stands for it. */
function isSetting(name: string, known: readonly string[]): boolean {
  return known.includes(name) || (name.endsWith('_FILE') && known.includes(name.slice(0, -'_FILE'.length)));
}

test.each([
  ['gateway.env', GATEWAY_SETTINGS],
  ['registry.env', REGISTRY_SETTINGS],
  ['subgraph.env', SUBGRAPH_SETTINGS],
])('%s sets what exists', (file, known) => {
  const names = settings(read(file)).map(([name]) => name);
  const unknown = names.filter(
    (name) => !known.includes(name) && !/^MODELLREGION_SUBGRAPH_\w+_URL$/.test(name),
  );
  expect(names.length).toBeGreaterThan(4);
  expect(unknown).toEqual([]);
});

test('registry.env and its unit name all that the registry must be told in production, but what lies in files', () => {
  const env = Object.fromEntries(settings(read('registry.env')));
  const unit = read('modellregion-registry.service');
  const { faults } = inspectRegistryConfig(env);
  const inFiles = faults.filter((it) => it.includes('not set') || it.includes('must be set'));
  expect(inFiles.map((it) => /^[A-Z_]+/.exec(it)?.[0])).toEqual([
    'DATABASE_URL',
    'MODELLREGION_RELEASE_KEY_FILE',
    'MODELLREGION_TLS_KEY_FILE',
    'MODELLREGION_CALL_KEY_FILE',
  ]);
  for (const name of ['DATABASE_URL_FILE', 'MODELLREGION_RELEASE_KEY_FILE', 'MODELLREGION_CALL_KEY_FILE']) {
    expect(unit).toContain(`${name}=%d/`);
  }
});

describe('Containerfile', () => {
  const text = read('Containerfile').replaceAll('\\\n', ' ');
  const lines = text.split('\n').filter((line) => /^[A-Z]+ /.test(line));
  const instruction = (name: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));

  test('an image for every part: the gateway, and each subgraph by its name', () => {
    expect(instruction('FROM')).toEqual([
      '${NODE} AS build',
      '${NODE} AS part',
      'part AS gateway',
      'part AS subgraph',
    ]);
    expect(instruction('ARG')).toContain('NODE=docker.io/library/node:24-bookworm-slim');
    expect(instruction('ARG')).toContain('PART');
  });

  test('copies what is there, by name: never the whole working copy with its state and keys', () => {
    const sources = instruction('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1));
    expect(sources.filter((path) => !existsSync(join(REPOSITORY_ROOT, path)))).toEqual([]);
    expect(sources).not.toContain('.');
  });

  test('runs what production needs and nothing more, as nobody, with a health check', () => {
    expect(text).toContain('npm ci --omit=dev --omit=optional --ignore-scripts');
    expect(instruction('USER')).toEqual(['10001:10001']);
    expect(instruction('ENV').join(' ')).toContain('MODELLREGION_PROFILE=production');
    const check = /CMD \["node", "([^"]+)"\]/.exec(instruction('HEALTHCHECK')[0] ?? '')?.[1];
    expect(existsSync(join(REPOSITORY_ROOT, check ?? ''))).toBe(true);
  });

  test('what it runs is built by the packages it names', () => {
    const workspaces = loadRegistry().map(({ name }) => name);
    for (const part of ['gateway', ...workspaces]) {
      const own = part === 'gateway' ? 'gateway' : `subgraphs/${part}`;
      const manifest = join(REPOSITORY_ROOT, own, 'package.json');
      if (!existsSync(manifest)) continue;
      const { name, exports } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
      expect([name, exports['./main']]).toEqual([`@modellregion/${part}`, './dist/main.js']);
    }
  });
});

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

describe('the health check', () => {
  const check = async (env: Record<string, string>): Promise<unknown> => {
    const child = spawn(process.execPath, [join(DEPLOY, 'livez.mjs')], { env });
    return ((await once(child, 'exit')) as unknown[])[0];
  };

  test('is good while /livez answers, with and without TLS, and bad otherwise', async () => {
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      response.writeHead(request.url === '/livez' ? 200 : 404).end();
    };
    const plain = createServer(answer);
    const secure = createTlsServer(createAuthority().issue(), answer);
    const [port, tlsPort] = await Promise.all([listen(plain), listen(secure)]);
    expect(await check({ PORT: String(port) })).toBe(0);
    expect(await check({ PORT: String(tlsPort), MODELLREGION_TLS_CERT_FILE: 'any' })).toBe(0);
    expect(await check({ PORT: String(tlsPort) })).toBe(1);
    for (const server of [plain, secure]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await check({ PORT: String(port) })).toBe(1);
  });
});

test('the gateway is started under the flags of Node that it is measured with', async () => {
  const file = join(REPOSITORY_ROOT, 'schema/bin/cli/subgraph-commands.mjs');
  const tool = (await import(file)) as { GATEWAY_NODE_FLAGS: string[] };
  expect(tool.GATEWAY_NODE_FLAGS).toEqual(GATEWAY_NODE_FLAGS);
  expect(read('modellregion-gateway.service')).toContain(
    `ExecStart=/usr/bin/node ${GATEWAY_NODE_FLAGS.join(' ')} gateway/dist/main.js\n`,
  );
});
