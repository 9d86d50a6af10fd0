import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  callKeyId,
  decodeCaller,
  deriveCallKey,
  HEADERS,
  isAcceptedTag,
  REPLAY_WINDOW_SECONDS,
  SERVED_SDL_BODY,
  SIGNED_COMPONENTS,
  type CallerClaims,
  type PrivateCallKey,
  type PublicCallKey,
} from '@modellregion/schema';
import { httpbis, type SignatureParameters, type VerifyingKey } from 'http-message-signatures';
import type { Clock } from '../clock.js';
import { NonceMemory } from './nonce-memory.js';

/** What of an HTTP request the signature covers. */
export interface ReceivedCall {
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The exact bytes of the body. */
  readonly body: Uint8Array;
}

/** Either who is calling, or why the call is refused (for our log, never for the caller). */
export type Verdict =
  { readonly ok: true; readonly caller: CallerClaims } | { readonly ok: false; readonly reason: string };

export interface CallVerifierKeys {
  readonly own: readonly PrivateCallKey[];
  readonly gateway: readonly PublicCallKey[];
  /** The registry's: it may ask for the SDL and nothing else. */
  readonly registry?: readonly PublicCallKey[];
}

/**
 * Verifies signed calls of the gateway (RFC 9421, see `signCall` in the contract), before any GraphQL runs:
 * the signature over method, path, body digest and caller; made by a known pair of keys; at most 60 s ago;
 * not seen before. One of several keys may be valid on each side, so that keys can be rotated. The registry is answered
 * one question alone: its key opens no data, whoever holds it.
 */
export function callVerifier(keys: CallVerifierKeys, clock: Clock): (call: ReceivedCall) => Promise<Verdict> {
  const shared = new Map(pairsOf(keys.own, keys.gateway));
  const registry = new Map(pairsOf(keys.own, keys.registry ?? []));
  const nonces = new NonceMemory(REPLAY_WINDOW_SECONDS * 2);

  return async (call) => {
    const digest = `sha-256=:${createHash('sha256').update(call.body).digest('base64')}:`;
    if (call.headers[HEADERS.contentDigest] !== digest) return refused('body does not match its digest');
    const now = Math.floor(clock.now().getTime() / 1000);
    let params: SignatureParameters = {};
    const valid = await verify(call, (found) => {
      params = found;
      const id = found.keyid ?? '';
      // A key that is named for both counts as the one that may do less.
      return registry.get(id) ?? shared.get(id) ?? null;
    });
    if (!valid) return refused('no valid signature by a known key');
    const created = params.created instanceof Date ? params.created.getTime() / 1000 : Number.NaN;
    if (!(Math.abs(now - created) <= REPLAY_WINDOW_SECONDS))
      return refused('signed outside the replay window');
    if (!isAcceptedTag(params.tag))
      return refused('signed for another purpose, or by a version not accepted');
    if (typeof params.nonce !== 'string' || !nonces.admit(params.nonce, now)) return refused('seen before');
    if (registry.has(params.keyid ?? '') && !Buffer.from(SERVED_SDL_BODY).equals(call.body)) {
      return refused('the registry may ask for the SDL alone');
    }
    return callerOf(call);
  };
}

/** The key that each pair of keys shares, by its id. */
function pairsOf(
  own: readonly PrivateCallKey[],
  peers: readonly PublicCallKey[],
): readonly (readonly [string, VerifyingKey])[] {
  return peers.flatMap((peer) =>
    own.map((key) => {
      const id = callKeyId(peer.kid, key.kid);
      return [id, verifyingKey(id, deriveCallKey(key, peer, id))] as const;
    }),
  );
}

async function verify(
  call: ReceivedCall,
  find: (params: SignatureParameters) => VerifyingKey | null,
): Promise<boolean> {
  const headers = Object.fromEntries(
    Object.entries(call.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  try {
    const verified = await httpbis.verifyMessage(
      {
        keyLookup: (params) => Promise.resolve(find(params)),
        // The window is checked against the injected clock, with tolerance both ways.
        notAfter: Number.MAX_SAFE_INTEGER,
        requiredParams: ['created', 'nonce', 'keyid', 'alg', 'tag'],
        requiredFields: [...SIGNED_COMPONENTS],
        all: true,
      },
      { method: call.method, url: new URL(call.url, 'http://subgraph.invalid'), headers },
    );
    return verified === true;
  } catch {
    // The library throws on every form of malformed or incomplete signature.
    return false;
  }
}

function verifyingKey(id: string, key: Buffer): VerifyingKey {
  return {
    id,
    algs: ['hmac-sha256'],
    verify: (base, signature) => {
      const expected = createHmac('sha256', key).update(base).digest();
      return Promise.resolve(signature.length === expected.length && timingSafeEqual(signature, expected));
    },
  };
}

function callerOf(call: ReceivedCall): Verdict {
  const header = call.headers[HEADERS.caller];
  try {
    return { ok: true, caller: decodeCaller(typeof header === 'string' ? header : '') };
  } catch {
    return refused('caller header is not readable');
  }
}

function refused(reason: string): Verdict {
  return { ok: false, reason };
}
