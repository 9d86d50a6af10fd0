import { readFileSync } from 'node:fs';
import { fileFault, type PrivateCallKey } from '@modellregion/schema';
import { z } from 'zod';

const raw32 = z.string().regex(/^[\w-]{43}$/);
const shape = z.array(z.object({ kid: z.string().min(1), x25519: raw32, d: raw32 })).min(1);

/**
 * Reads the content of a file of private call keys, newest first.
 *
 * @throws Error whose text may quote the file: never print it
 */
export function privateCallKeys(text: string): readonly PrivateCallKey[] {
  return shape.parse(JSON.parse(text));
}

/**
 * Reads a file of private call keys that this process alone may read, newest first.
 *
 * @throws Error that says what is wrong with the file, without a word of its content
 */
export function readCallKeys(file: string): readonly PrivateCallKey[] {
  const fault = fileFault(file, 'secret');
  if (fault !== null) throw new Error(fault);
  try {
    return privateCallKeys(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`${file} is no list of private call keys: restore it.`);
  }
}
