import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  anonymousCaller,
  callKeyId,
  deriveCallKey,
  encodeCaller,
  SERVED_SDL_BODY,
  signCall,
  type CallerClaims,
  type PrivateCallKey,
} from '@modellregion/schema';
import { callVerifier, fixedClock, type ReceivedCall } from '@modellregion/subgraph-kit';

interface Vectors {
  readonly gatewayKey: PrivateCallKey;
  readonly subgraphKey: PrivateCallKey;
  readonly keyId: string;
  readonly derivedKeyHex: string;
  readonly calls: readonly {
    readonly caller: CallerClaims;
    readonly path: string;
    readonly body: string;
    readonly created: number;
    readonly nonce: string;
    readonly headers: Readonly<Record<string, string>>;
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../../schema/signed-call-vectors.json', import.meta.url), 'utf8'),
) as Vectors;
const { gatewayKey, subgraphKey, keyId } = vectors;
const key = deriveCallKey(gatewayKey, subgraphKey, keyId);
const clock = fixedClock('2026-11-23T00:00:30Z');
const now = clock.now().getTime() / 1000;
const [, citizen] = vectors.calls;
if (citizen === undefined) throw new Error('the vectors hold a citizen’s call');
const { caller } = citizen;

function verifier(): (call: ReceivedCall) => ReturnType<ReturnType<typeof callVerifier>> {
  return callVerifier({ own: [subgraphKey], gateway: [gatewayKey] }, clock);
}

/** A good call, and the same with one thing changed. */
function received(
  change: { body?: string; method?: string; url?: string; headers?: object } = {},
): ReceivedCall {
  const body = '{"query":"{ __typename }"}';
  const headers = signCall({
    path: '/graphql',
    body,
    caller: encodeCaller(caller),
    keyId,
    key,
    created: now,
  });
  return {
    method: change.method ?? 'POST',
    url: change.url ?? '/graphql',
    body: Buffer.from(change.body ?? body),
    headers: { 'content-type': 'application/json', ...headers, ...change.headers },
  };
}

describe('the test vectors', () => {
  test('both sides derive the same key from their own secret and the other’s public key', () => {
    expect(key.toString('hex')).toBe(vectors.derivedKeyHex);
    expect(deriveCallKey(subgraphKey, gatewayKey, keyId).toString('hex')).toBe(vectors.derivedKeyHex);
    expect(keyId).toBe(callKeyId(gatewayKey.kid, subgraphKey.kid));
  });

  test.each(vectors.calls)('signing gives exactly the written headers ($caller.kind)', (call) => {
    expect(signCall({ ...call, caller: encodeCaller(call.caller), keyId, key })).toEqual(call.headers);
  });

  test.each(vectors.calls)('an RFC 9421 library verifies them ($caller.kind)', async (call) => {
    const at = fixedClock(new Date(call.created * 1000).toISOString());
    const verify = callVerifier({ own: [subgraphKey], gateway: [gatewayKey] }, at);
    const verdict = await verify({
      method: 'POST',
      url: call.path,
      headers: call.headers,
      body: Buffer.from(call.body),
    });
    expect(verdict).toEqual({ ok: true, caller: call.caller });
  });
});

describe('a call is refused when', () => {
  const signedAt = (created: number): object =>
    signCall({
      path: '/graphql',
      body: '{"query":"{ __typename }"}',
      caller: encodeCaller(caller),
      keyId,
      key,
      created,
    });
  const otherKey = deriveCallKey({ ...gatewayKey, ...subgraphKey }, gatewayKey, 'other');
  test.each<[string, Parameters<typeof received>[0], string]>([
    ['it has no signature', { headers: { signature: undefined } }, 'no valid signature by a known key'],
    ['its body was changed', { body: '{"query":"{ me { id } }"}' }, 'body does not match its digest'],
    ['it has no digest', { headers: { 'content-digest': undefined } }, 'body does not match its digest'],
    ['its path was changed', { url: '/other' }, 'no valid signature by a known key'],
    ['its method was changed', { method: 'PUT' }, 'no valid signature by a known key'],
    [
      'its caller was changed',
      { headers: { 'modellregion-caller': encodeCaller({ ...caller, subject: 'res-somebody-else' }) } },
      'no valid signature by a known key',
    ],
    ['it is 61 s old', { headers: signedAt(now - 61) }, 'signed outside the replay window'],
    ['it comes from 61 s ahead', { headers: signedAt(now + 61) }, 'signed outside the replay window'],
    [
      'it is signed with another key under a known key id',
      {
        headers: signCall({
          path: '/graphql',
          body: '{"query":"{ __typename }"}',
          caller: encodeCaller(caller),
          keyId,
          key: otherKey,
        }),
      },
      'no valid signature by a known key',
    ],
    [
      'its signature covers fewer things',
      {
        headers: {
          'signature-input': `call=("@method");created=${String(now)};nonce="a";keyid="${keyId}";alg="hmac-sha256";tag="modellregion-call-v1"`,
        },
      },
      'no valid signature by a known key',
    ],
    [
      'its signature is not a signature',
      { headers: { signature: 'call=:AAAA:' } },
      'no valid signature by a known key',
    ],
    [
      'its headers are no structured fields',
      { headers: { 'signature-input': '((((' } },
      'no valid signature by a known key',
    ],
  ])('%s', async (_name, change, reason) => {
    expect(await verifier()(received(change))).toEqual({ ok: false, reason });
  });

  test('it was seen before', async () => {
    const verify = verifier();
    const call = received();
    expect(await verify(call)).toEqual({ ok: true, caller });
    expect(await verify(call)).toEqual({ ok: false, reason: 'seen before' });
  });

  test('its keys have been rotated out; while both are valid either is accepted', async () => {
    const old = { ...gatewayKey, kid: 'gw-2025' };
    const both = callVerifier({ own: [subgraphKey], gateway: [gatewayKey, old] }, clock);
    const oldId = callKeyId(old.kid, subgraphKey.kid);
    const body = '{}';
    const signed = signCall({
      path: '/graphql',
      body,
      caller: encodeCaller(caller),
      keyId: oldId,
      key: deriveCallKey(old, subgraphKey, oldId),
      created: now,
    });
    const call = { method: 'POST', url: '/graphql', headers: signed, body: Buffer.from(body) };
    expect((await both(call)).ok).toBe(true);
    expect((await verifier()(call)).ok).toBe(false);
  });
});

describe('a call of the registry', () => {
  const registryKey = { ...gatewayKey, kid: 'registry-1' };
  const registryId = callKeyId(registryKey.kid, subgraphKey.kid);
  const asking = (body: string, as = anonymousCaller('registry-check')): ReceivedCall => ({
    method: 'POST',
    url: '/graphql',
    body: Buffer.from(body),
    headers: signCall({
      path: '/graphql',
      body,
      caller: encodeCaller(as),
      keyId: registryId,
      key: deriveCallKey(registryKey, subgraphKey, registryId),
      created: now,
    }),
  });
  const registryAlone = { ok: false, reason: 'the registry may ask for the SDL alone' };

  test.each([
    ['asks for the SDL in exactly these bytes', SERVED_SDL_BODY, { ok: true }],
    ['asks for it in other words', '{"query":"{ _service { sdl } }"}', registryAlone],
    ['asks for data', '{"query":"{ municipalities { name } }"}', registryAlone],
    [
      'asks for data beside the SDL',
      SERVED_SDL_BODY.replace('query S', '{ __typename } query S'),
      registryAlone,
    ],
  ])('that %s: %s', async (_, body, verdict) => {
    const verify = callVerifier(
      { own: [subgraphKey], gateway: [gatewayKey], registry: [registryKey] },
      clock,
    );
    expect(await verify(asking(body))).toMatchObject(verdict);
  });

  test('is bound to its question even where the key is named as a gateway’s, too, and is nobody’s without a name', async () => {
    const both = { own: [subgraphKey], gateway: [registryKey], registry: [registryKey] };
    expect(await callVerifier(both, clock)(asking('{"query":"{ __typename }"}'))).toEqual(registryAlone);
    const neither = { own: [subgraphKey], gateway: [gatewayKey] };
    expect(await callVerifier(neither, clock)(asking(SERVED_SDL_BODY))).toMatchObject({
      reason: 'no valid signature by a known key',
    });
  });
});
