import { join } from 'node:path';
import { stateFolder } from '../state-folder.js';

/** Issuer of the tokens that `modellregion token` prints, where `MODELLREGION_JWT_ISSUER` is not set. */
export const LOCAL_ISSUER = 'https://issuer.modellregion.example/local';

/** Whom those tokens are for, where `MODELLREGION_JWT_AUDIENCE` is not set. */
export const LOCAL_AUDIENCE = 'modellregion';

/** Keys of the local issuer, made by the first start of the region. */
export function localIssuerFiles(env: NodeJS.ProcessEnv): {
  readonly privateKeys: string;
  readonly jwks: string;
} {
  const folder = join(stateFolder(env), 'issuer');
  return { privateKeys: join(folder, 'private.json'), jwks: join(folder, 'jwks.json') };
}
