import { readFileSync } from 'node:fs';
import type { PrivateCallKey, PublicCallKey } from '@modellregion/schema';
import { z } from 'zod';
import { StartupError } from '../errors/startup-error.js';

/** Public call keys of every party by its name, newest first; the gateway's own under `gateway`. */
export type KeyDirectory = Readonly<Record<string, readonly PublicCallKey[]>>;

const raw32 = z.string().regex(/^[\w-]{43}$/);
const publicKey = z.object({ kid: z.string().regex(/^[\w-]{1,64}$/), x25519: raw32 });
const directoryShape = z.record(z.string(), z.array(publicKey));
const privateShape = z.array(publicKey.extend({ d: raw32 })).min(1);

/** @throws StartupError if the file is not a key directory; it never prints the file's content. */
export function readKeyDirectory(file: string): KeyDirectory {
  return read(file, directoryShape, 'a key directory {"<party>": [{"kid", "x25519"}]}');
}

/** @throws StartupError if the file holds no private call keys. */
export function readPrivateCallKeys(file: string): readonly PrivateCallKey[] {
  return read(file, privateShape, 'a list of private call keys [{"kid", "x25519", "d"}]');
}

function read<T>(file: string, shape: z.ZodType<T>, what: string): T {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error;
    throw new StartupError(
      `${file} ${missing ? 'cannot be read' : `is not ${what}`}; keys are made by the first start of the region, or set MODELLREGION_KEY_DIRECTORY and MODELLREGION_CALL_KEY_FILE.`,
    );
  }
}
