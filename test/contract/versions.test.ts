import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  ACCEPTED_CONTRACT_VERSIONS,
  anonymousCaller,
  callTag,
  CONTRACT_VERSION,
  decodeCaller,
  deriveCallKey,
  HEADERS,
  REPLAY_WINDOW_SECONDS,
  REPOSITORY_ROOT,
  SIGNED_COMPONENTS,
  signCall,
  encodeCaller,
  type CallerClaims,
  type PrivateCallKey,
} from '@modellregion/schema';
import * as kit from '@modellregion/subgraph-kit';
import * as testing from '@modellregion/subgraph-kit/testing';
import { callVerifier, fixedClock } from '@modellregion/subgraph-kit';

// What was released of the contract, written down: a gateway and a kit of today against calls, claims and names of each
// version that is accepted. There is one so far; with the second, the first is checked here beside it.
interface Version {
  readonly version: number;
  readonly tag: string;
  readonly signedComponents: readonly string[];
  readonly replayWindowSeconds: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly callerClaims: readonly string[];
  readonly vectors: string;
  readonly kit: readonly string[];
  readonly kitTesting: readonly string[];
}
interface Vectors {
  readonly gatewayKey: PrivateCallKey;
  readonly subgraphKey: PrivateCallKey;
  readonly keyId: string;
  readonly calls: readonly {
    readonly caller: CallerClaims;
    readonly path: string;
    readonly body: string;
    readonly created: number;
    readonly nonce: string;
    readonly headers: Readonly<Record<string, string>>;
  }[];
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'schema', file), 'utf8'));
const { versions } = read('contract-versions.json') as { readonly versions: readonly Version[] };

test('every accepted version is written down; the current one and at most one before it', () => {
  expect(ACCEPTED_CONTRACT_VERSIONS[0]).toBe(CONTRACT_VERSION);
  expect(ACCEPTED_CONTRACT_VERSIONS.length).toBeLessThanOrEqual(2);
  expect(versions.map(({ version }) => version)).toEqual(
    expect.arrayContaining([...ACCEPTED_CONTRACT_VERSIONS]),
  );
});

test('the current one is what gateway and subgraphs say now', () => {
  expect(versions.find(({ version }) => version === CONTRACT_VERSION)).toMatchObject({
    tag: callTag(CONTRACT_VERSION),
    signedComponents: [...SIGNED_COMPONENTS],
    replayWindowSeconds: REPLAY_WINDOW_SECONDS,
    headers: HEADERS,
    callerClaims: Object.keys(anonymousCaller('test')),
  });
});

describe.each(versions.filter(({ version }) => ACCEPTED_CONTRACT_VERSIONS.includes(version)))(
  'version $version',
  ({ version, vectors, kit: names, kitTesting, tag }) => {
    const { gatewayKey, subgraphKey, keyId, calls } = read(vectors) as Vectors;

    test.each(calls)(
      'a call that a gateway of then made is accepted by the kit of now ($caller.kind)',
      async (call) => {
        const verify = callVerifier(
          { own: [subgraphKey], gateway: [gatewayKey] },
          fixedClock(new Date(call.created * 1000).toISOString()),
        );
        const verdict = await verify({
          method: 'POST',
          url: call.path,
          headers: call.headers,
          body: Buffer.from(call.body),
        });
        expect(verdict).toEqual({ ok: true, caller: call.caller });
      },
    );

    test('a call that the gateway of now makes by that version is one that a kit of then takes, byte for byte', () => {
      const key = deriveCallKey(gatewayKey, subgraphKey, keyId);
      for (const { caller, headers, ...call } of calls) {
        const stated = { caller: encodeCaller(caller), keyId, key, contract: version };
        expect(signCall({ ...call, ...stated })).toEqual(headers);
        expect(decodeCaller(headers['modellregion-caller'] ?? '')).toEqual(caller);
        expect(headers['signature-input']).toContain(`tag="${tag}"`);
      }
    });

    test('what the kit offered then, it offers still', () => {
      expect(Object.keys(kit)).toEqual(expect.arrayContaining([...names]));
      expect(Object.keys(testing)).toEqual(expect.arrayContaining([...kitTesting]));
    });
  },
);
