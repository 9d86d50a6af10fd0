import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  callKeyId,
  decodeCaller,
  deriveCallKey,
  HEADERS,
  isAcceptedTag,
  REPLAY_WINDOW_SECONDS,
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
}

/**
 * Verifies signed calls of the gateway (RFC 9421, see `signCall` in the contract), before any GraphQL runs:
 * the signature over method, path, body digest and caller; made by a known pair of keys; at most 60 s ago;
 * not seen before. One of several keys may be valid on each side, so that keys can be rotated.
 */
export function callVerifier(keys: CallVerifierKeys, clock: Clock): (call: ReceivedCall) => Promise<Verdict> {
  const shared = new Map<string, VerifyingKey>();
  for (const gateway of keys.gateway) {
    for (const own of keys.own) {
      const id = callKeyId(gateway.kid, own.kid);
      shared.set(id, verifyingKey(id, deriveCallKey(own, gateway, id)));
    }
  }
  const nonces = new NonceMemory(REPLAY_WINDOW_SECONDS * 2);

  return async (call) => {
    const digest = `sha-256=:${createHash('sha256').update(call.body).digest('base64')}:`;
    if (call.headers[HEADERS.contentDigest] !== digest) return refused('body does not match its digest');
    const now = Math.floor(clock.now().getTime() / 1000);
    let params: SignatureParameters = {};
    const valid = await verify(call, (found) => {
      params = found;
      return shared.get(found.keyid ?? '') ?? null;
    });
    if (!valid) return refused('no valid signature by a known key');
    const created = params.created instanceof Date ? params.created.getTime() / 1000 : Number.NaN;
    if (!(Math.abs(now - created) <= REPLAY_WINDOW_SECONDS))
      return refused('signed outside the replay window');
    if (!isAcceptedTag(params.tag))
      return refused('signed for another purpose, or by a version not accepted');
    if (typeof params.nonce !== 'string' || !nonces.admit(params.nonce, now)) return refused('seen before');
    return callerOf(call);
  };
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
