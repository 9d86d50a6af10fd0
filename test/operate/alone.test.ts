import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRegistry } from '@modellregion/schema';
import { Agent, request } from 'undici';
import { createAuthority, writeIssued } from '../support/certificates.js';
import { createIssuer, identityEnvironment } from '../support/gateway-identity.js';
import { ended } from '../support/region.js';
import { run, secureDatabase, start, type Running, type SecureDatabase } from './support.js';

// One town on a host of its own, and the gateway on another, each from environment and secret files alone; TLS to
// the database, between the two and to the portals, all under one private authority.
const authority = createAuthority();
let database: SecureDatabase;
let town: Record<string, string>;
let gateway: Record<string, string>;
const processes: Running[] = [];
const secret = (name: string): string => join(database.folder, 'secrets', name);

beforeAll(async () => {
  database = await secureDatabase(authority.issue(), ['mobility']);
  mkdirSync(join(database.folder, 'secrets'));
  writeFileSync(secret('ca.pem'), authority.pem);
  writeFileSync(secret('database-url'), `${database.urls.get('mobility') ?? ''}\n`, { mode: 0o600 });
  const { certFile, keyFile } = writeIssued(join(database.folder, 'secrets'), 'listener', authority.issue());
  const issuer = await createIssuer();
  const shared = {
    MODELLREGION_PROFILE: 'production',
    MODELLREGION_STATE: join(database.folder, 'no-region'),
    MODELLREGION_KEY_DIRECTORY: secret('directory.json'),
    MODELLREGION_TLS_CERT_FILE: certFile,
    MODELLREGION_TLS_KEY_FILE: keyFile,
    PORT: '0',
  };
  town = {
    ...shared,
    DATABASE_URL_FILE: secret('database-url'),
    MODELLREGION_DATABASE_CA_FILE: secret('ca.pem'),
    MODELLREGION_CALL_KEY_FILE: secret('mobility.json'),
  };
  gateway = {
    ...shared,
    ...identityEnvironment(join(database.folder, 'secrets'), issuer),
    MODELLREGION_CALL_KEY_FILE: secret('gateway.json'),
    MODELLREGION_CA_FILE: secret('ca.pem'),
  };
});
afterAll(async () => {
  await Promise.all(processes.map(({ child }) => ended(child, 'SIGTERM')));
  await database.stop();
});

describe('from nothing to an answer', () => {
  test('call-key makes the keys of each party; the public ones go into the directory', async () => {
    const parties = ['gateway', ...loadRegistry().map(({ name }) => name)];
    const made = await Promise.all(
      parties.map((party) => run(['call-key', party, '--file', secret(`${party}.json`)], {})),
    );
    expect(made.map(({ code }) => code)).toEqual(parties.map(() => 0));
    const directory = Object.assign({}, ...made.map(({ out }) => JSON.parse(out) as object)) as object;
    writeFileSync(secret('directory.json'), JSON.stringify(directory));
    expect(statSync(secret('mobility.json')).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(directory)).not.toContain('"d"');
  });

  test('config check says that the database is empty, and changes nothing', async () => {
    const { code, out } = await run(['config', 'check', 'mobility'], town);
    expect(code).toBe(1);
    expect(out).toMatch(/^mobility: 1 fault\n/);
    expect(out).toMatch(/fault +migrations +Not applied: \d+_init/);
    expect(out).toMatch(/ok +database +modellregion_mobility on localhost:\d+ answers, TLS/);
  });

  test('migrate --dry-run lists, migrate applies, and config check has nothing more to say', async () => {
    const listed = await run(['migrate', 'mobility', '--dry-run'], town);
    expect([listed.code, listed.out]).toEqual([0, expect.stringMatching(/^mobility: to apply: \d+_init\n/)]);
    expect((await run(['migrate', 'mobility'], town)).out).toMatch(/^mobility: applied: \d+_init\n/);
    const checked = await run(['config', 'check', 'mobility'], town);
    expect([checked.code, checked.out.split('\n')[0], checked.err]).toEqual([0, 'mobility: no fault', '']);
  });

  test('serve mobility and serve gateway: the gateway answers, the other towns are merely missing', async () => {
    const subgraph = start(['serve', 'mobility', '--seed', 'small'], town);
    processes.push(subgraph);
    const { port } = await subgraph.said('listening');
    const env = {
      ...gateway,
      MODELLREGION_SUBGRAPH_MOBILITY_URL: `https://localhost:${String(port)}/graphql`,
    };
    const checked = await run(['config', 'check', 'gateway'], env);
    expect([checked.code, checked.out.split('\n')[0]]).toEqual([0, 'gateway: no fault']);

    const front = start(['serve', 'gateway'], env);
    processes.push(front);
    const { url } = await front.said('listening');
    const portal = new Agent({ connect: { ca: authority.pem } });
    const { body } = await request(`${String(url)}/graphql`, {
      dispatcher: portal,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: '{ mobilityDataSources { publisher } municipality(ags: "05774032") { name } }',
      }),
    });
    const answer = (await body.json()) as Answer;
    await portal.destroy();
    expect(answer.data.mobilityDataSources?.length).toBeGreaterThan(0);
    expect(answer.data.municipality).toBe(null);
    expect(answer.errors?.map(({ extensions }) => [extensions['code'], extensions['subgraph']])).toEqual([
      ['SUBGRAPH_UNAVAILABLE', 'residents'],
    ]);
  });

  test('backup and restore of the town, while it serves', async () => {
    const file = join(database.folder, 'mobility.backup');
    const written = await run(['backup', 'mobility', '--to', file], town);
    expect([written.code, written.out]).toEqual([
      0,
      expect.stringMatching(/^wrote .*mobility\.backup: [\d,]+ rows of \d+ tables, [\d.]+ [kM]B\n$/),
    ]);
    const refused = await run(['restore', 'mobility', '--from', file], town);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining('mobility: The database is not empty'),
    ]);
    const restored = await run(['restore', 'mobility', '--from', file, '--yes'], town);
    expect([restored.code, restored.out]).toEqual([0, expect.stringMatching(/^restored [\d,]+ rows of/)]);
  });
});

interface Answer {
  readonly data: { readonly mobilityDataSources: readonly unknown[] | null; readonly municipality: unknown };
  readonly errors?: readonly { readonly extensions: Record<string, unknown> }[];
}

describe('config check', () => {
  test('of a town: all that is wrong at once, no secret, nothing changed', async () => {
    chmodSync(secret('database-url'), 0o644);
    chmodSync(secret('mobility.json'), 0o640);
    writeFileSync(secret('other-ca.pem'), createAuthority('Somebody else').pem);
    const { code, out } = await run(['config', 'check', 'mobility'], {
      ...town,
      PORT: '70000',
      LOG_LEVEL: 'loud',
      MODELLREGION_DATABASE_CA_FILE: secret('other-ca.pem'),
      MODELLREGION_KEY_DIRECTORY: secret('none.json'),
      MODELLREGION_TLS_KEY_FILE: secret('gateway.json'),
    });
    chmodSync(secret('database-url'), 0o600);
    chmodSync(secret('mobility.json'), 0o600);
    expect(code).toBe(1);
    expect(out).toMatch(/^mobility: 7 faults\n/);
    expect(out).toMatch(/settings .*PORT: /);
    expect(out).toMatch(/settings .*LOG_LEVEL: /);
    expect(out).toMatch(/DATABASE_URL_FILE .*is open to others \(mode 0644\): run "chmod 600/);
    expect(out).toMatch(/database .*cannot be opened \(.*certificate/);
    expect(out).toMatch(/key directory .*none\.json cannot be used/);
    expect(out).toMatch(/call keys .*is open to others \(mode 0640\)/);
    expect(out).toMatch(/TLS .*holds no private key in PEM form/);
    for (const name of ['database-url', 'mobility.json', 'listener.key']) {
      for (const piece of readFileSync(secret(name), 'utf8').match(/[\w-]{30,}/g) ?? []) {
        const known = piece.length === 43 && readFileSync(secret('directory.json'), 'utf8').includes(piece);
        if (!known) expect(out).not.toContain(piece);
      }
    }
  });

  test('of the gateway: likewise', async () => {
    const certificate = authority.issue({ days: 10 });
    const { certFile, keyFile } = writeIssued(join(database.folder, 'secrets'), 'old', certificate);
    const { code, out } = await run(['config', 'check', 'gateway'], {
      ...gateway,
      MODELLREGION_JWT_AUDIENCE: '',
      MODELLREGION_CALL_KEY_FILE: secret('mobility.json'),
      MODELLREGION_CA_FILE: secret('directory.json'),
      MODELLREGION_TLS_CERT_FILE: certFile,
      MODELLREGION_TLS_KEY_FILE: keyFile,
      MODELLREGION_SUBGRAPH_ENERGY_URL: 'http://energie.delbrueck.example/graphql',
      HTTPS_PROXY: 'http://stadt:geheim@proxy.example:3128',
    });
    expect(code).toBe(1);
    expect(out).toMatch(/fault +settings +Nobody could sign in: set MODELLREGION_JWT_AUDIENCE/);
    expect(out).toMatch(/fault +authorities +.*holds no certificate in PEM form/);
    expect(out).toMatch(
      /fault +addresses +energy is called at http:\/\/energie\.delbrueck\.example without TLS/,
    );
    expect(out).toMatch(/warning +TLS +A certificate in .* ends on \d{4}-\d\d-\d\d: renew it now/);
    expect(out).toMatch(/ok +proxy +https through proxy\.example:3128/);
    expect(out).not.toContain('geheim');
  });
});

describe('change of a call key', () => {
  test('the new one stands first, the one before stays, the third is gone', async () => {
    const file = secret('gateway.json');
    const kids = (): string[] =>
      (JSON.parse(readFileSync(file, 'utf8')) as { kid: string }[]).map(({ kid }) => kid);
    const [first] = kids();
    await run(['call-key', 'gateway', '--file', file], {});
    expect(kids()).toEqual([expect.not.stringContaining(first ?? ''), first]);
    await run(['call-key', 'gateway', '--file', file], {});
    expect(kids()).toHaveLength(2);
    expect(kids()).not.toContain(first);
    expect(existsSync(`${file}.tmp`)).toBe(false);
  });
});
