import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';

/** A public X25519 call key as the registry publishes it. `x25519` is the 32-byte key in base64url. */
export interface PublicCallKey {
  readonly kid: string;
  readonly x25519: string;
}

/** A party's own call key: the public part and the secret `d` (32 bytes, base64url). Kept in a 0600 file. */
export interface PrivateCallKey extends PublicCallKey {
  readonly d: string;
}

/** The `keyid` of a signature: which gateway key and which subgraph key the shared key comes from. */
export function callKeyId(gatewayKid: string, subgraphKid: string): string {
  return `${gatewayKid}.${subgraphKid}`;
}

/**
 * The HMAC key of one gateway key and one subgraph key; both sides derive the same one from their own secret
 * and the other's public key, so that no secret is ever handed over: HKDF-SHA256 (RFC 5869) over the X25519
 * agreement (RFC 7748), empty salt, info `modellregion call v1 <keyId>`.
 *
 * @returns 32 bytes. Derive once and keep it: an agreement costs about 100 times a signature.
 */
export function deriveCallKey(own: PrivateCallKey, peer: PublicCallKey, keyId: string): Buffer {
  const secret = diffieHellman({ privateKey: privateKeyOf(own), publicKey: publicKeyOf(peer) });
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `modellregion call v1 ${keyId}`, 32));
}

function privateKeyOf(key: PrivateCallKey): KeyObject {
  return createPrivateKey({ key: { kty: 'OKP', crv: 'X25519', x: key.x25519, d: key.d }, format: 'jwk' });
}

function publicKeyOf(key: PublicCallKey): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: key.x25519 }, format: 'jwk' });
}
