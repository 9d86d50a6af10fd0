import { createServer, type Server } from 'node:http';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callKeyId, decodeCaller, deriveCallKey, type PrivateCallKey } from '@modellregion/schema';
import { httpbis } from 'http-message-signatures';
import { exportJWK, generateKeyPair } from 'jose';
import { listen } from '../support/fake-subgraph.js';
import {
  CITIZEN,
  createIssuer,
  identityEnvironment,
  writeCallKeys,
  type Issuer,
} from '../support/gateway-identity.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';

const folder = temporaryFolder();
let region: SmallRegion;
let issuer: Issuer;
let gateway: GatewayUnderTest;
let supergraph: string;
let callKeys: Readonly<Record<string, readonly PrivateCallKey[]>>;

beforeAll(async () => {
  [region, issuer] = await Promise.all([startSmallRegion(), createIssuer()]);
  supergraph = writeSupergraph(folder.path, region.subgraphs);
  const { keys, env } = writeCallKeys(folder.path, ['residents', 'energy']);
  callKeys = keys;
  gateway = await startGateway(supergraph, {
    argv: [],
    env: { ...identityEnvironment(folder.path, issuer), ...env },
    registry: registryOf(region.subgraphs),
  });
});
afterAll(async () => {
  await gateway.close();
  await region.close();
  folder.remove();
});

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const official = (
  purposes: readonly string[],
  scopes: readonly string[] = ['residents:read'],
): typeof CITIZEN =>
  ({
    sub: 'staff-7',
    modellregion: { kind: 'official', trust: 'HIGH', scopes, purposes },
  }) as unknown as typeof CITIZEN;

/** Asks as this caller and returns what the subgraph was told about them. */
async function claimsSent(headers: Record<string, string>): Promise<Record<string, unknown>> {
  const answer = await gateway.query('{ count }', { headers });
  expect(answer.text).toBe('{"data":{"count":3}}\n');
  const call = region.residents.calls.at(-1);
  return { ...decodeCaller(String(call?.headers['modellregion-caller'])), requestId: 'any' };
}

describe('who is calling', () => {
  test('nobody, without a token', async () => {
    expect(await claimsSent({})).toMatchObject({
      kind: 'anonymous',
      subject: null,
      trust: 'NONE',
      scopes: [],
      purpose: null,
    });
  });

  test.each(['EdDSA', 'ES256', 'RS256'])('a citizen with a token signed by %s', async (alg) => {
    expect(await claimsSent(bearer(await issuer.token({ alg })))).toEqual({
      version: 1,
      kind: 'citizen',
      subject: 'res-1',
      trust: 'NORMAL',
      scopes: [],
      purpose: 'SELF_SERVICE',
      caseReference: null,
      requestId: 'any',
    });
  });

  test('an official who states one of several purposes and a case', async () => {
    const token = await issuer.token({ claims: official(['TRADE_SUPERVISION', 'APPLICATION_PROCESSING']) });
    const stated = {
      'modellregion-purpose': 'TRADE_SUPERVISION',
      'modellregion-case-reference': 'GEW-2026/17',
    };
    expect(await claimsSent({ ...bearer(token), ...stated })).toMatchObject({
      kind: 'official',
      subject: 'staff-7',
      trust: 'HIGH',
      scopes: ['residents:read'],
      purpose: 'TRADE_SUPERVISION',
      caseReference: 'GEW-2026/17',
    });
    expect(await claimsSent(bearer(token))).toMatchObject({ purpose: null, caseReference: null });
  });

  test('a purpose the token does not carry is refused with those it does', async () => {
    const token = await issuer.token();
    const answer = await gateway.query('{ count }', {
      headers: { ...bearer(token), 'modellregion-purpose': 'STATISTICS' },
    });
    expect(answer.status).toBe(403);
    expect(answer.errors).toMatchInlineSnapshot(`
     [
       {
         "extensions": {
           "code": "PURPOSE_REQUIRED",
           "requiredPurposes": [
             "SELF_SERVICE",
           ],
         },
         "message": "Header Modellregion-Purpose: this token may not state it; choose one of SELF_SERVICE.",
       },
     ]
    `);
  });

  test.each(['', 'x'.repeat(65), 'a;b', 'a\u00e9'])('case reference %j is refused', async (reference) => {
    const headers = { ...bearer(await issuer.token()), 'modellregion-case-reference': reference };
    const answer = await gateway.query('{ count }', { headers });
    expect([answer.status, answer.errors[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('what a caller says about themselves in the gateway’s own headers is not passed on', async () => {
    const forged = Buffer.from(JSON.stringify({ kind: 'official' })).toString('base64url');
    expect(await claimsSent({ 'modellregion-caller': forged, signature: 'x=:AA==:' })).toMatchObject({
      kind: 'anonymous',
    });
  });
});

describe('a token that is not good is refused, never taken for nobody', () => {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = (header: object): string => {
    const now = Math.floor(Date.now() / 1000);
    return `${encode(header)}.${encode({ ...CITIZEN, iss: 'https://issuer.example', aud: 'modellregion', exp: now + 60 })}.`;
  };
  const forger = generateKeyPair('EdDSA', { extractable: true });
  const CONFUSIONS: Record<string, () => Promise<string> | string> = {
    'alg none': () => unsigned({ alg: 'none' }),
    'alg none with a known kid': () => unsigned({ alg: 'none', kid: 'EdDSA' }),
    'HS256 with the public key as its secret': () => {
      const start = unsigned({ alg: 'HS256', kid: 'EdDSA' }).slice(0, -1);
      const secret = Buffer.from(issuer.jwks.keys[0]?.x ?? '', 'base64url');
      return `${start}.${createHmac('sha256', secret).update(start).digest('base64url')}`;
    },
    'an embedded key': async () => {
      const { publicKey, privateKey } = await forger;
      return issuer.token({ key: privateKey, kid: null, header: { jwk: await exportJWK(publicKey) } });
    },
    'an embedded key beside a known kid': async () => {
      const { publicKey, privateKey } = await forger;
      return issuer.token({ key: privateKey, header: { jwk: await exportJWK(publicKey) } });
    },
    'a key set of its own': async () =>
      issuer.token({
        key: (await forger).privateKey,
        kid: 'mine',
        header: { jku: 'http://127.0.0.1:1/jwks' },
      }),
    'an unknown kid': () => issuer.token({ header: { kid: 'other' } }),
    'no kid': () => issuer.token({ kid: null }),
    'a foreign signature': async () => issuer.token({ key: (await forger).privateKey }),
    'a changed payload': async () => {
      const [header, , signature] = (await issuer.token()).split('.');
      return `${header ?? ''}.${encode({ ...CITIZEN, sub: 'res-2' })}.${signature ?? ''}`;
    },
    'another issuer': () => issuer.token({ issuer: 'https://evil.example' }),
    'another audience': () => issuer.token({ audience: 'portal' }),
    'expired a minute ago': () => issuer.token({ expires: '-60s' }),
    'valid from tomorrow': () => issuer.token({ notBefore: '1d' }),
    'no expiry': () => issuer.token({ expires: null }),
    'no subject': () => issuer.token({ claims: { modellregion: CITIZEN.modellregion } }),
    'no claims of ours': () => issuer.token({ claims: { sub: 'x' } }),
    'the scope "self", which is a relation': () =>
      issuer.token({ claims: official(['SELF_SERVICE'], ['self']) }),
    'an unknown trust level': () =>
      issuer.token({ claims: { sub: 'x', modellregion: { ...CITIZEN.modellregion, trust: 'ABSOLUTE' } } }),
    'no token at all': () => 'abc',
    '10 KB': () => `${'a'.repeat(10_000)}.b.c`,
  };

  test.each(Object.entries(CONFUSIONS))('%s', async (_name, make) => {
    const calls = region.residents.calls.length;
    const answer = await gateway.query('{ count }', { headers: bearer(await make()) });
    expect([answer.status, answer.errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="modellregion", error="invalid_token"');
    expect(region.residents.calls).toHaveLength(calls);
  });

  test('another scheme', async () => {
    const answer = await gateway.query('{ count }', { headers: { authorization: 'Basic YTpi' } });
    expect(answer.status).toBe(401);
  });

  test('no token and no secret is ever in the log', async () => {
    const token = await issuer.token();
    await gateway.query('{ count }', { headers: bearer(token) });
    const lines = JSON.stringify(gateway.log);
    expect(lines).not.toContain(token.slice(-20));
    expect(lines).not.toContain('res-1');
  });
});

describe('the signed call', () => {
  test('is verified by a general RFC 9421 library under the key that the subgraph derives', async () => {
    await gateway.query('{ count }', { headers: bearer(await issuer.token()) });
    const call = region.residents.calls.at(-1);
    const [own] = callKeys['residents'] ?? [];
    const [peer] = callKeys['gateway'] ?? [];
    if (call === undefined || own === undefined || peer === undefined) throw new Error('no call');
    const id = callKeyId(peer.kid, own.kid);
    const key = deriveCallKey(own, peer, id);
    const verified = await httpbis.verifyMessage(
      {
        keyLookup: ({ keyid }) =>
          Promise.resolve(
            keyid === id
              ? {
                  id,
                  algs: ['hmac-sha256' as const],
                  verify: (data: Buffer, signature: Buffer) =>
                    Promise.resolve(createHmac('sha256', key).update(data).digest().equals(signature)),
                }
              : null,
          ),
        requiredFields: ['@method', '@path', 'content-digest', 'modellregion-caller'],
        requiredParams: ['created', 'nonce', 'keyid', 'tag'],
      },
      { method: 'POST', url: region.residents.url, headers: call.headers as Record<string, string> },
    );
    expect(verified).toBe(true);
  });

  test('has a nonce of its own every time', async () => {
    await gateway.query('{ a: count b: count }');
    await gateway.query('{ count }');
    const nonces = region.residents.calls
      .slice(-2)
      .map(({ headers }) => /nonce="([^"]+)"/.exec(String(headers['signature-input']))?.[1]);
    expect(new Set(nonces).size).toBe(2);
  });

  test('a subgraph without a registry entry is sent neither claims nor token nor signature', async () => {
    const partly = await startGateway(supergraph, {
      argv: [],
      env: {
        ...identityEnvironment(folder.path, issuer),
        ...writeCallKeys(`${folder.path}/partly`, ['energy']).env,
      },
      registry: registryOf([region.energy]),
    });
    await partly.query('{ count tariff }', { headers: bearer(await issuer.token()) });
    await partly.close();
    expect(region.energy.calls.at(-1)?.headers).toHaveProperty('modellregion-caller');
    const { headers } = region.residents.calls.at(-1) ?? {};
    expect(
      Object.keys(headers ?? {}).filter((name) =>
        /^(modellregion-|signature|authorization|cookie)/.test(name),
      ),
    ).toEqual([]);
  });

  test('the trace goes on with a span of its own, and the request id with it', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await gateway.query('{ count }', { headers: { traceparent, 'x-request-id': 'portal-9' } });
    const { headers } = region.residents.calls.at(-1) ?? {};
    expect(headers?.['traceparent']).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/,
    );
    expect(headers?.['x-request-id']).toBe('portal-9');
  });
});

describe('the issuer’s keys', () => {
  let server: Server;
  let fetches = 0;
  let keysUp = true;
  let url = '';

  beforeAll(async () => {
    server = createServer((_request, response) => {
      fetches += 1;
      if (keysUp) response.end(JSON.stringify(issuer.jwks));
      else response.writeHead(503).end();
    });
    url = `http://127.0.0.1:${String(await listen(server))}/jwks`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  const start = (): Promise<GatewayUnderTest> =>
    startGateway(supergraph, {
      argv: ['--profile', 'developer'],
      env: {
        ...identityEnvironment(folder.path, issuer),
        MODELLREGION_JWKS: url,
        MODELLREGION_STATE: folder.path,
      },
    });

  test('are fetched once, however many unknown key ids come, and outlive an outage of the issuer', async () => {
    const under = await start();
    keysUp = false;
    for (let index = 0; index < 20; index += 1) {
      const answer = await under.query('{ count }', {
        headers: bearer(await issuer.token({ header: { kid: `k${String(index)}` } })),
      });
      expect(answer.status).toBe(401);
    }
    expect(fetches).toBe(1);
    expect((await under.query('{ count }', { headers: bearer(await issuer.token()) })).status).toBe(200);
    await under.close();
  });

  test('that were never had make a 503 for signed-in callers and change nothing for others', async () => {
    keysUp = false;
    const under = await start();
    const answer = await under.query('{ count }', { headers: bearer(await issuer.token()) });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
    expect((await under.query('{ count }')).text).toBe('{"data":{"count":3}}\n');
    await under.close();
  });
});
