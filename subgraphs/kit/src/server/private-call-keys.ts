import type { PrivateCallKey } from '@modellregion/schema';
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
