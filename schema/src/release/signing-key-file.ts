import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { fileFault } from '../operating/private-file.js';
import {
  privateSigningKeySchema,
  publicSigningKeySchema,
  type PrivateSigningKey,
  type PublicSigningKey,
} from './signing-key.js';

/** A file of signing keys cannot be used; the text says which and what to do, and has no word of its content. */
export class SigningKeyFileError extends Error {
  override readonly name = 'SigningKeyFileError';
}

const privateKeys = z.array(privateSigningKeySchema).min(1).max(10);
// Whoever pins the keys of releases may as well be handed the file that holds the secrets; they are not taken over.
const publicKeys = z.array(z.object(publicSigningKeySchema.shape)).min(1).max(10);

/**
 * A party's own keys, the newest first: that one signs.
 *
 * @throws SigningKeyFileError also where others than this process may read the file
 */
export function readSigningKeys(file: string): readonly [PrivateSigningKey, ...PrivateSigningKey[]] {
  const fault = fileFault(file, 'secret');
  if (fault !== null) throw new SigningKeyFileError(fault);
  const [first, ...rest] = readKeys(file, privateKeys, '[{ "kid", "ed25519", "d" }]');
  if (first === undefined) throw new SigningKeyFileError(`${file} holds no key.`);
  return [first, ...rest];
}

/** Public keys, such as those whose releases a gateway takes. */
export function readPublicSigningKeys(file: string): readonly PublicSigningKey[] {
  const fault = fileFault(file, 'public');
  if (fault !== null) throw new SigningKeyFileError(fault);
  return readKeys(file, publicKeys, '[{ "kid", "ed25519" }]').map(({ kid, ed25519 }) => ({ kid, ed25519 }));
}

/** Writes keys so that only this user reads them, and whoever reads meanwhile finds the old or the new ones whole. */
export function writeSigningKeys(file: string, keys: readonly PrivateSigningKey[]): void {
  const next = `${file}.${String(process.pid)}.new`;
  try {
    writeFileSync(next, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(next, file);
  } finally {
    rmSync(next, { force: true });
  }
}

function readKeys<T extends PublicSigningKey>(
  file: string,
  shape: z.ZodType<T[]>,
  form: string,
): readonly T[] {
  let keys: T[];
  try {
    keys = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new SigningKeyFileError(`${file} holds no signing keys: it must be a JSON list ${form}.`);
  }
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) {
    throw new SigningKeyFileError(`${file} has two keys with the same kid: give each its own.`);
  }
  return keys;
}
