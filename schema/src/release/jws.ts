import { CompactSign, compactVerify, importJWK } from 'jose';
import { z } from 'zod';
import type { PrivateSigningKey, PublicSigningKey } from './signing-key.js';

/** What a signature is for; a signature for one purpose is none for another. */
export const JWS_TYPES = {
  release: 'modellregion-release+jws',
  statement: 'modellregion-statement+jws',
  report: 'modellregion-report+jws',
} as const;
export type JwsType = (typeof JWS_TYPES)[keyof typeof JWS_TYPES];

// Nothing else: no key that comes with the signature (jwk, jku, x5u) and no extension (crit) is looked at.
const headerSchema = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string().max(64),
  typ: z.string().max(64),
});

export type JwsReading =
  | { readonly kind: 'signed'; readonly payload: Uint8Array; readonly key: PublicSigningKey }
  /** It is no compact JWS of this type. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unknown-key'; readonly kid: string }
  | { readonly kind: 'bad-signature'; readonly kid: string };

/** Signs bytes as a compact JWS (RFC 7515) with EdDSA (RFC 8037). */
export async function signJws(type: JwsType, payload: Uint8Array, key: PrivateSigningKey): Promise<string> {
  const secret = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key.ed25519, d: key.d }, 'EdDSA');
  return new CompactSign(payload).setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: type }).sign(secret);
}

/** Reads a compact JWS of this type that one of these keys signed. Never throws. */
export async function readJws(
  type: JwsType,
  text: string,
  keys: readonly PublicSigningKey[],
): Promise<JwsReading> {
  const kid = kidOf(type, text);
  if (kid === null) return { kind: 'malformed' };
  const named = keys.filter((key) => key.kid === kid);
  for (const key of named) {
    const payload = await verified(text, key);
    if (payload !== null) return { kind: 'signed', payload, key };
  }
  return { kind: named.length === 0 ? 'unknown-key' : 'bad-signature', kid };
}

/** What it says before anybody looked at the signature: enough to find the key, never to be believed. */
export function unverifiedPayload(text: string): unknown {
  return jsonOf(text.split('.')[1] ?? '');
}

/** What signed bytes say, if they are JSON in UTF-8; else undefined, which no schema takes. */
export function payloadJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}

function kidOf(type: JwsType, text: string): string | null {
  const parts = text.split('.');
  if (parts.length !== 3) return null;
  const header = headerSchema.safeParse(jsonOf(parts[0] ?? ''));
  return header.success && header.data.typ === type ? header.data.kid : null;
}

const jsonOf = (part: string): unknown => payloadJson(Buffer.from(part, 'base64url'));

async function verified(text: string, key: PublicSigningKey): Promise<Uint8Array | null> {
  try {
    const known = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key.ed25519 }, 'EdDSA');
    return (await compactVerify(text, known, { algorithms: ['EdDSA'] })).payload;
  } catch {
    return null;
  }
}
