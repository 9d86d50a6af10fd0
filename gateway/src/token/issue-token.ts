import { readFileSync } from 'node:fs';
import { importJWK, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import { LOCAL_AUDIENCE, LOCAL_ISSUER, localIssuerFiles } from '../auth/local-issuer.js';
import { StartupError } from '../errors/startup-error.js';
import type { TokenRequest } from './token-options.js';

const privateKeys = z
  .array(
    z.looseObject({
      kid: z.string().min(1),
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      d: z.string(),
    }),
  )
  .min(1);

/** Signs a token with the newest key of the local issuer. @throws StartupError if there are no keys yet */
export async function issueToken(
  request: TokenRequest,
  env: NodeJS.ProcessEnv,
  now = new Date(),
): Promise<string> {
  const jwk = readNewestKey(localIssuerFiles(env).privateKeys);
  const issuedAt = Math.floor(now.getTime() / 1000);
  const { kind, trust, scopes, purposes } = request;
  return new SignJWT({ modellregion: { kind, trust, scopes, purposes } })
    .setProtectedHeader({ alg: 'EdDSA', kid: jwk.kid, typ: 'JWT' })
    .setSubject(request.subject)
    .setIssuer(env['MODELLREGION_JWT_ISSUER'] ?? LOCAL_ISSUER)
    .setAudience(env['MODELLREGION_JWT_AUDIENCE'] ?? LOCAL_AUDIENCE)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + request.lifetime)
    .sign(await importJWK(jwk, 'EdDSA'));
}

function readNewestKey(file: string): JWK & { kid: string } {
  try {
    const [newest] = privateKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (newest !== undefined) return newest;
  } catch {
    // The file's content is secret; nothing of it goes into a message.
  }
  throw new StartupError(
    `There are no keys of a local issuer in ${file}; start the region once ("npm start"), which makes them, or set MODELLREGION_STATE.`,
  );
}
