import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateCallKey } from '@modellregion/schema';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'modellregion';

/** Claims of a citizen with one purpose. */
export const CITIZEN = {
  sub: 'res-1',
  modellregion: { kind: 'citizen', trust: 'NORMAL', scopes: [], purposes: ['SELF_SERVICE'] },
};

export interface Issuer {
  readonly jwks: { readonly keys: readonly JWK[] };
  /** Signs claims as a good issuer does; everything can be overridden to do it wrongly. */
  token(options?: TokenOptions): Promise<string>;
}

export interface TokenOptions {
  readonly claims?: JWTPayload;
  readonly header?: Record<string, unknown>;
  readonly alg?: string;
  readonly kid?: string | null;
  readonly key?: CryptoKey | Uint8Array;
  readonly issuer?: string;
  readonly audience?: string | string[];
  readonly expires?: string | null;
  readonly notBefore?: string;
}

/** An issuer with one key for each algorithm that is accepted. */
export async function createIssuer(): Promise<Issuer> {
  const algorithms = ['EdDSA', 'ES256', 'RS256'];
  const pairs = await Promise.all(algorithms.map((alg) => generateKeyPair(alg, { extractable: true })));
  const keys = await Promise.all(
    pairs.map(async ({ publicKey }, index) => ({
      ...(await exportJWK(publicKey)),
      kid: algorithms[index] ?? '',
      use: 'sig',
    })),
  );
  return {
    jwks: { keys },
    token: (options = {}) => {
      const { alg = 'EdDSA', claims = CITIZEN, kid = alg, header = {}, expires = '5m', notBefore } = options;
      const jwt = new SignJWT(claims)
        .setProtectedHeader({ alg, ...(kid === null ? {} : { kid }), ...header })
        .setIssuer(options.issuer ?? ISSUER)
        .setAudience(options.audience ?? AUDIENCE)
        .setIssuedAt();
      if (expires !== null) jwt.setExpirationTime(expires);
      if (notBefore !== undefined) jwt.setNotBefore(notBefore);
      const key = options.key ?? pairs[algorithms.indexOf(alg)]?.privateKey;
      if (key === undefined) throw new Error(`no key for ${alg}`);
      return jwt.sign(key);
    },
  };
}

/** Writes the public keys as a file and says where they and the rest are, as the environment does. */
export function identityEnvironment(folder: string, issuer: Issuer): Record<string, string> {
  const file = join(folder, 'jwks.json');
  writeFileSync(file, JSON.stringify(issuer.jwks));
  return { MODELLREGION_JWT_ISSUER: ISSUER, MODELLREGION_JWT_AUDIENCE: AUDIENCE, MODELLREGION_JWKS: file };
}

export function newCallKey(kid: string): PrivateCallKey {
  const { x = '', d = '' } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  return { kid, x25519: x, d };
}

/** Two call keys per party, newest first, as the first start of the region makes them. */
export function writeCallKeys(
  folder: string,
  parties: readonly string[],
): {
  readonly keys: Readonly<Record<string, readonly PrivateCallKey[]>>;
  readonly env: Record<string, string>;
} {
  const keys = Object.fromEntries(
    ['gateway', ...parties].map((party) => [party, [newCallKey(`${party}-new`), newCallKey(`${party}-old`)]]),
  );
  const directory = Object.fromEntries(
    Object.entries(keys).map(([party, own]) => [party, own.map(({ kid, x25519 }) => ({ kid, x25519 }))]),
  );
  mkdirSync(folder, { recursive: true });
  const env = {
    MODELLREGION_KEY_DIRECTORY: join(folder, 'directory.json'),
    MODELLREGION_CALL_KEY_FILE: join(folder, 'gateway.json'),
  };
  writeFileSync(env.MODELLREGION_KEY_DIRECTORY, JSON.stringify(directory));
  writeFileSync(env.MODELLREGION_CALL_KEY_FILE, JSON.stringify(keys['gateway']));
  return { keys, env };
}
