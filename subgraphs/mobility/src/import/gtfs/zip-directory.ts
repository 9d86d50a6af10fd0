import { closeSync, openSync, readSync } from 'node:fs';
import type { FileHead } from '@modellregion/subgraph-kit';

/** The directory of an archive of some twenty files, which stands at its end. */
const TAIL_BYTES = 16 * 1024;

/** Whether a file is a zip archive at whose end these names stand; enough to know what it is meant to be. */
export function isArchiveOf({ kind, path, bytes, text }: FileHead, names: readonly string[]): boolean {
  if (kind !== 'file' || !text.startsWith('PK\u0003\u0004')) return false;
  const length = Math.min(TAIL_BYTES, bytes);
  const tail = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    readSync(file, tail, 0, length, bytes - length);
  } finally {
    closeSync(file);
  }
  return names.every((name) => tail.includes(name));
}
