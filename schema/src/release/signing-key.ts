import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';

/** A public Ed25519 key that signs releases, statements or reports. `ed25519` is the 32-byte key in base64url. */
export interface PublicSigningKey {
  readonly kid: string;
  readonly ed25519: string;
}

/** A party's own signing key: the public part and the secret `d` (32 bytes, base64url). Kept in a 0600 file. */
export interface PrivateSigningKey extends PublicSigningKey {
  readonly d: string;
}

const raw32 = (what: string) =>
  z.string(`write ${what}`).regex(/^[\w-]{43}$/, `write ${what} in base64url, 43 characters`);

const kid = z
  .string('write the key id')
  .regex(/^[\w.-]{1,64}$/, 'write 1 to 64 letters, digits, "-", "." or "_"');

/** A public signing key in a file or a message. */
export const publicSigningKeySchema = z.strictObject({ kid, ed25519: raw32('the public Ed25519 key') });

/** A private signing key in a file. */
export const privateSigningKeySchema = z.strictObject({
  kid,
  ed25519: raw32('the public Ed25519 key'),
  d: raw32('the secret of the Ed25519 key'),
});

/** Makes a key. The secret is in the result alone; write it with {@link writeSigningKeys}. */
export function generateSigningKey(keyId: string): PrivateSigningKey {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { kid: keyId, ed25519: x, d };
}

/** What others may know of a key. */
export const publicPart = ({ kid: id, ed25519 }: PrivateSigningKey): PublicSigningKey => ({
  kid: id,
  ed25519,
});
