import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  generateSigningKey,
  JWS_TYPES,
  publicPart,
  RELEASE_LIMITS,
  sha256Hex,
  signJws,
  signRelease,
  verifyRelease,
  type ReleaseExpectations,
} from '@modellregion/schema/release';
import { documentOf, manifestOf, REGION, stewardKey, subgraphOf, SUPERGRAPH, tampered } from './support.js';

const expected: ReleaseExpectations = { keys: [publicPart(stewardKey)], region: REGION, minSequence: 1 };

/** What becomes of a document: its refusal's code, or `sequence` and `hash` of the release. */
async function verdict(document: unknown, change: Partial<ReleaseExpectations> = {}): Promise<string> {
  const result = await verifyRelease(document, { ...expected, ...change });
  return result.ok ? `release ${String(result.value.manifest.sequence)}` : result.refusal.code;
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a release that is taken', () => {
  test('is known by the hash of what was signed', async () => {
    const { jws, hash } = await signRelease(manifestOf(), stewardKey);
    const result = await verifyRelease({ manifest: jws, supergraph: SUPERGRAPH }, expected);
    expect(result).toMatchObject({ ok: true, value: { hash, signedBy: publicPart(stewardKey) } });
    expect(hash).toBe(sha256Hex(Buffer.from(jws.split('.')[1] ?? '', 'base64url')));
  });

  test('a variant has its own supergraph, signed in the same manifest', async () => {
    const variants = [{ name: 'public', excludeTags: ['personal'], supergraphSha256: sha256Hex('type A') }];
    const { jws } = await signRelease(manifestOf({ variants }), stewardKey);
    expect(await verdict({ manifest: jws, supergraph: 'type A' }, { variant: 'public' })).toBe('release 1');
    expect(await verdict({ manifest: jws, supergraph: SUPERGRAPH }, { variant: 'public' })).toBe(
      'HASH_MISMATCH',
    );
    expect(await verdict({ manifest: jws, supergraph: 'type A' }, { variant: 'other' })).toBe(
      'NOT_A_RELEASE',
    );
  });

  test('the sequence may be the pinned one or a later one', async () => {
    const document = await documentOf({ sequence: 7 });
    expect(await verdict(document, { minSequence: 7 })).toBe('release 7');
    expect(await verdict(document, { minSequence: 8 })).toBe('OLDER_THAN_PINNED');
  });
});

describe('a release that is refused', () => {
  test('a changed manifest, though it is well formed', async () => {
    const document = tampered(await documentOf(), { sequence: 2 });
    expect(await verdict(document)).toBe('BAD_SIGNATURE');
  });

  test("another's key under another name, and under the trusted name", async () => {
    expect(await verdict(await documentOf({}, generateSigningKey('mallory')))).toBe('UNKNOWN_KEY');
    expect(await verdict(await documentOf({}, generateSigningKey('steward-1')))).toBe('BAD_SIGNATURE');
  });

  test('a release that names the key itself that should be trusted', async () => {
    const mallory = generateSigningKey('mallory');
    expect(await verdict(await documentOf({ releaseKeys: [publicPart(mallory)] }, mallory))).toBe(
      'UNKNOWN_KEY',
    );
  });

  test('another region', async () => {
    expect(await verdict(await documentOf({ region: 'harz' }))).toBe('WRONG_REGION');
  });

  test('another supergraph than the signed one, by one byte', async () => {
    expect(await verdict({ ...(await documentOf()), supergraph: `${SUPERGRAPH} ` })).toBe('HASH_MISMATCH');
  });

  test.each([
    ['a statement of the same key', 'modellregion-statement+jws' as const],
    ['a report of the same key', 'modellregion-report+jws' as const],
  ])('%s', async (_what, type) => {
    const payload = new TextEncoder().encode(JSON.stringify(manifestOf()));
    const manifest = await signJws(type, payload, stewardKey);
    expect(await verdict({ manifest, supergraph: SUPERGRAPH })).toBe('NOT_A_RELEASE');
  });

  test('no signature, and one made with the public key as a password', async () => {
    const payload = base64url(manifestOf());
    const none = `${base64url({ alg: 'none', kid: 'steward-1', typ: JWS_TYPES.release })}.${payload}.`;
    expect(await verdict({ manifest: none, supergraph: SUPERGRAPH })).toBe('NOT_A_RELEASE');
    const head = base64url({ alg: 'HS256', kid: 'steward-1', typ: JWS_TYPES.release });
    const mac = createHmac('sha256', stewardKey.ed25519).update(`${head}.${payload}`).digest('base64url');
    const hmac = `${head}.${payload}.${mac}`;
    expect(await verdict({ manifest: hmac, supergraph: SUPERGRAPH })).toBe('NOT_A_RELEASE');
  });

  test('a key in the header is not looked at', async () => {
    const { ed25519 } = stewardKey;
    const header = {
      alg: 'EdDSA',
      kid: 'steward-1',
      typ: JWS_TYPES.release,
      jwk: { kty: 'OKP', x: ed25519 },
    };
    const [, payload = '', signature = ''] = (await documentOf()).manifest.split('.');
    const manifest = [base64url(header), payload, signature].join('.');
    expect(await verdict({ manifest, supergraph: SUPERGRAPH })).toBe('NOT_A_RELEASE');
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'release'],
    ['a supergraph alone', { supergraph: SUPERGRAPH }],
    ['a manifest that is no JWS', { manifest: 'a.b', supergraph: SUPERGRAPH }],
  ])('%s', async (_what, document) => {
    expect(await verdict(document)).toBe('NOT_A_RELEASE');
  });

  test.each<[string, object]>([
    ['a field that format 1 does not have', { gift: true }],
    ['another format', { format: 2 }],
    ['no subgraph', { subgraphs: [] }],
    ['a subgraph twice', { subgraphs: [subgraphOf('energy'), subgraphOf('energy')] }],
    ['no key for the next release', { releaseKeys: [] }],
    ['a release before itself', { previous: { sequence: 1, hash: sha256Hex('') } }],
    [
      'two operator keys',
      {
        subgraphs: [subgraphOf('energy', { operator: { ...subgraphOf('a').operator, ars: '057740016016' } })],
      },
    ],
    [
      'an address with a password',
      { subgraphs: [subgraphOf('energy', { url: 'https://a:b@c.example/graphql' })] },
    ],
  ])('signed rightly, with %s', async (_what, change) => {
    const payload = new TextEncoder().encode(JSON.stringify({ ...manifestOf(), ...change }));
    const manifest = await signJws(JWS_TYPES.release, payload, stewardKey);
    expect(await verdict({ manifest, supergraph: SUPERGRAPH })).toBe('NOT_A_RELEASE');
  });

  test('signed rightly, and no JSON', async () => {
    const manifest = await signJws(JWS_TYPES.release, Buffer.from([0xff, 0x7b]), stewardKey);
    expect(await verdict({ manifest, supergraph: SUPERGRAPH })).toBe('NOT_A_RELEASE');
  });

  test('more than is taken, before anything is computed', async () => {
    const { manifest } = await documentOf();
    const supergraph = 'a'.repeat(RELEASE_LIMITS.supergraphBytes + 1);
    expect(await verdict({ manifest, supergraph })).toBe('TOO_LARGE');
    expect(await verdict({ manifest: 'a'.repeat(RELEASE_LIMITS.manifestBytes + 1), supergraph: '' })).toBe(
      'TOO_LARGE',
    );
  });

  test('cannot be signed either: the steward learns it before anybody refuses it', async () => {
    await expect(signRelease(manifestOf({ subgraphs: [] }), stewardKey)).rejects.toThrow('subgraphs');
  });
});

describe('addresses', () => {
  const production = { httpsOnly: true, hosts: ['*.delbrueck.example', 'kreis.example'] };

  test.each([
    ['https below an allowed domain', 'https://energy.delbrueck.example/graphql', 'release 1'],
    ['https at an allowed host, at any port', 'https://kreis.example:8443/graphql', 'release 1'],
    ['http', 'http://energy.delbrueck.example/graphql', 'URL_NOT_ALLOWED'],
    [
      'the domain itself, which the star does not mean',
      'https://delbrueck.example/graphql',
      'URL_NOT_ALLOWED',
    ],
    ['a host that only ends alike', 'https://evildelbrueck.example/graphql', 'URL_NOT_ALLOWED'],
    ['a host below one that is named exactly', 'https://a.kreis.example/graphql', 'URL_NOT_ALLOWED'],
    ['this machine', 'https://127.0.0.1/graphql', 'URL_NOT_ALLOWED'],
    ['the metadata service of a cloud', 'http://169.254.169.254/latest', 'URL_NOT_ALLOWED'],
  ])('%s', async (_what, url, result) => {
    const document = await documentOf({ subgraphs: [subgraphOf('energy', { url })] });
    expect(await verdict(document, { urls: production })).toBe(result);
  });

  test('does not matter where the operator set another one', async () => {
    const document = await documentOf({
      subgraphs: [subgraphOf('energy', { url: 'http://10.0.0.5/graphql' })],
    });
    const addressedElsewhere = (name: string) => name === 'energy';
    expect(await verdict(document, { urls: production, addressedElsewhere })).toBe('release 1');
  });

  test('the refusal names subgraph and host, not the path', async () => {
    const document = await documentOf({ subgraphs: [subgraphOf('energy', { url: 'http://10.0.0.5/a/b' })] });
    const result = await verifyRelease(document, { ...expected, urls: production });
    expect(result).toMatchObject({ refusal: { text: expect.stringContaining('energy (http://10.0.0.5).') } });
  });
});
