import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  generateSigningKey,
  JWS_TYPES,
  publicPart,
  readPublicSigningKeys,
  readSigningKeys,
  sha256Hex,
  signJws,
  signReport,
  signStatement,
  verifyReport,
  verifyStatement,
  writeSigningKeys,
  type Statement,
  type UsageBatch,
} from '@modellregion/schema/release';
import { REGION } from './support.js';

const key = generateSigningKey('guetersloh-2026');
const keysOf = (member: string) => (member === 'guetersloh' ? [publicPart(key)] : []);
const NOW = new Date('2026-03-01T08:00:00Z');

const statement = (change: Partial<Statement> = {}): Statement =>
  ({
    region: REGION,
    member: 'guetersloh',
    action: 'subgraph.publish',
    id: randomUUID(),
    issuedAt: NOW.toISOString(),
    reason: 'points of interest',
    body: { name: 'tourism', entry: { name: 'tourism' }, sdl: 'type Query { a: ID }' },
    ...change,
  }) as Statement;

describe('a statement', () => {
  async function verdict(jws: string, region = REGION, now = NOW): Promise<string> {
    const result = await verifyStatement(jws, { region, keysOf, now });
    return result.ok ? result.value.statement.action : result.refusal.code;
  }

  test('is its member’s, of this region, of now', async () => {
    const jws = await signStatement(statement(), key);
    expect(await verdict(jws)).toBe('subgraph.publish');
    expect(await verdict(jws, 'harz')).toBe('WRONG_REGION');
    expect(await verdict(jws, REGION, new Date(NOW.getTime() + 300_000))).toBe('subgraph.publish');
    expect(await verdict(jws, REGION, new Date(NOW.getTime() + 301_000))).toBe('STALE');
    expect(await verdict(jws, REGION, new Date(NOW.getTime() - 301_000))).toBe('STALE');
  });

  test('another member’s key signs nothing in a member’s name', async () => {
    expect(await verdict(await signStatement(statement({ member: 'delbrueck' }), key))).toBe('UNKNOWN_KEY');
    const mallory = generateSigningKey('guetersloh-2026');
    expect(await verdict(await signStatement(statement(), mallory))).toBe('BAD_SIGNATURE');
  });

  test.each<[string, object]>([
    ['an action that nobody knows', { action: 'region.sell' }],
    ['a body of another action', { action: 'release.rollback' }],
    ['a reserved name', { body: { name: 'gateway', entry: {}, sdl: 'a' } }],
    ['no reason', { reason: ' ' }],
    ['an id that is none', { id: '1' }],
  ])('signed rightly, with %s: not readable', async (_what, change) => {
    const payload = new TextEncoder().encode(JSON.stringify({ ...statement(), ...change }));
    expect(await verdict(await signJws(JWS_TYPES.statement, payload, key))).toBe('MALFORMED');
  });

  test('garbage is not readable, and no fault of ours', async () => {
    expect(await verdict('a.b.c')).toBe('MALFORMED');
    expect(await verdict('')).toBe('MALFORMED');
  });
});

describe('a report', () => {
  const batch: UsageBatch = {
    region: REGION,
    gateway: 'guetersloh',
    id: randomUUID(),
    from: NOW.toISOString(),
    to: NOW.toISOString(),
    release: null,
    operations: [
      {
        signature: 'query A{a}',
        hash: sha256Hex('query A{a}'),
        name: 'A',
        client: { name: 'portal', version: '1.0' },
        fields: ['Query.a'],
        count: 3,
        errors: 1,
      },
    ],
  };

  test('is its gateway’s and of one kind', async () => {
    const jws = await signReport('usage', batch, key);
    expect(await verifyReport('usage', jws, { region: REGION, keysOf })).toEqual({ ok: true, value: batch });
    expect(await verifyReport('serving', jws, { region: REGION, keysOf })).toMatchObject({
      refusal: { code: 'MALFORMED' },
    });
    expect(await verifyReport('usage', jws, { region: 'harz', keysOf })).toMatchObject({
      refusal: { code: 'WRONG_REGION' },
    });
  });

  test('a statement is none', async () => {
    const jws = await signStatement(statement(), key);
    const forged = await signJws(JWS_TYPES.statement, new TextEncoder().encode(JSON.stringify(batch)), key);
    for (const text of [jws, forged]) {
      const result = await verifyReport('usage', text, { region: REGION, keysOf });
      expect(result).toMatchObject({ refusal: { code: 'MALFORMED' } });
    }
  });
});

describe('key files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'modellregion-keys-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('are written for this user alone and read again, the newest first', () => {
    const file = join(folder, 'member.json');
    const keys = [generateSigningKey('b'), generateSigningKey('a')];
    writeSigningKeys(file, keys);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readSigningKeys(file)).toEqual(keys);
    expect(readPublicSigningKeys(file)).toEqual(keys.map(publicPart));
  });

  test('that others may read are refused, with the command that mends it', () => {
    const file = join(folder, 'open.json');
    writeSigningKeys(file, [key]);
    chmodSync(file, 0o644);
    expect(() => readSigningKeys(file)).toThrow('chmod 600');
  });

  test('faults are told without a word of what stands in the file', () => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, JSON.stringify([{ kid: 'a', ed25519: 'geheim', d: 'geheim' }]), { mode: 0o600 });
    expect(() => readSigningKeys(file)).toThrow('holds no signing keys');
    expect(() => readSigningKeys(file)).not.toThrow('geheim');
    writeSigningKeys(file, [key, key]);
    expect(() => readSigningKeys(file)).toThrow('two keys with the same kid');
  });
});
