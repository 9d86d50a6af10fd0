import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkDatabase, migrate, prismaAdapter } from '@modellregion/subgraph-kit';
import { readDatabaseUrl } from '../../subgraphs/kit/src/config.js';
import { createAuthority } from '../support/certificates.js';
import { secureDatabase, type SecureDatabase } from './support.js';

const authority = createAuthority();
let secure: SecureDatabase;
let misnamed: SecureDatabase;
let plain: SecureDatabase;
let ca: string;
let otherCa: string;

beforeAll(async () => {
  [secure, misnamed, plain] = await Promise.all([
    secureDatabase(authority.issue(), ['mobility']),
    secureDatabase(authority.issue({ name: 'another.example' }), ['mobility']),
    secureDatabase(null, ['mobility']),
  ]);
  ca = join(secure.folder, 'ca.pem');
  otherCa = join(secure.folder, 'other.pem');
  writeFileSync(ca, authority.pem);
  writeFileSync(otherCa, createAuthority('Somebody else').pem);
});
afterAll(async () => {
  await Promise.all([secure.stop(), misnamed.stop(), plain.stop()]);
});

const url = (database: SecureDatabase, query = ''): string =>
  `${database.urls.get('mobility') ?? ''}${query}`;

/** Whether PostgreSQL sees the connection of Prisma's adapter as encrypted. */
async function encrypted(databaseUrl: string): Promise<unknown> {
  const settings = { url: databaseUrl, poolMax: 1, statementTimeoutMs: 2_000, applicationName: 'test' };
  const adapter = await prismaAdapter(settings).connect();
  try {
    const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    return (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows[0]?.[0];
  } finally {
    await adapter.dispose();
  }
}

/** Every way into the database: Prisma's, readiness, maintenance. */
async function everyWay(databaseUrl: string): Promise<unknown[]> {
  const settings = { url: databaseUrl, applicationName: 'test' };
  return Promise.all([
    encrypted(databaseUrl).catch(() => 'refused'),
    checkDatabase(settings).then(({ ok }) => (ok ? true : 'refused')),
    migrate({ url: databaseUrl, folder: '/nowhere', dryRun: true }).then(
      () => true,
      () => 'refused',
    ),
  ]);
}

const REFUSED = ['refused', 'refused', 'refused'];

describe('TLS to PostgreSQL', () => {
  test('asked for in the URL: sslmode and sslrootcert, in Prisma as well', async () => {
    expect(await everyWay(url(secure, `?sslmode=verify-full&sslrootcert=${ca}`))).toEqual([true, true, true]);
  });

  test('asked for by MODELLREGION_DATABASE_CA_FILE', async () => {
    const env = { DATABASE_URL: url(secure), MODELLREGION_DATABASE_CA_FILE: ca };
    expect(await everyWay(readDatabaseUrl(env))).toEqual([true, true, true]);
  });

  test('another authority: refused', async () => {
    const env = { DATABASE_URL: url(secure), MODELLREGION_DATABASE_CA_FILE: otherCa };
    expect(await everyWay(readDatabaseUrl(env))).toEqual(REFUSED);
    expect(await everyWay(url(secure, '?sslmode=verify-full'))).toEqual(REFUSED);
  });

  test('the right authority, another name: refused', async () => {
    const env = { DATABASE_URL: url(misnamed), MODELLREGION_DATABASE_CA_FILE: ca };
    expect(await everyWay(readDatabaseUrl(env))).toEqual(REFUSED);
  });

  test('a server without TLS: refused, never spoken to in the open', async () => {
    const env = { DATABASE_URL: url(plain), MODELLREGION_DATABASE_CA_FILE: ca };
    expect(await everyWay(readDatabaseUrl(env))).toEqual(REFUSED);
    expect(await encrypted(url(plain))).toBe(false);
  });

  test.each([
    [
      'postgresql://a:b@localhost/c?sslmode=disable',
      'says sslmode=disable, but MODELLREGION_DATABASE_CA_FILE asks',
    ],
    ['postgresql://a:b@localhost/c?sslmode=no-verify', 'says sslmode=no-verify'],
    ['postgresql://a:b@localhost/c?sslrootcert=/other.pem', 'has an sslrootcert besides'],
    ['postgresql://a:b@127.0.0.1/c', 'names an address, but with TLS the server proves its name'],
  ])('settings that cannot be are told at the start: %s', (databaseUrl, sentence) => {
    const env = { DATABASE_URL: databaseUrl, MODELLREGION_DATABASE_CA_FILE: ca };
    expect(() => readDatabaseUrl(env)).toThrow(sentence);
  });
});
