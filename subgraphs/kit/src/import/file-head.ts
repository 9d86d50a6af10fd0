import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Enough to see the header of a table or the first members of a document. */
const HEAD_BYTES = 64 * 1024;

/** What can be seen of a file without reading it all. */
export interface FileHead {
  readonly path: string;
  /** Its name in the folder. */
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** Size; of a folder that of its files. */
  readonly bytes: number;
  /** The beginning, as text as far as it is one; empty for a folder. */
  readonly text: string;
  /** First line without line feed. */
  readonly firstLine: string;
  /** Names of what a folder holds. */
  readonly members: readonly string[];
  readonly modifiedAt: Date;
}

/** Looks at a file or folder; null for what is neither. */
export function fileHead(path: string): FileHead | null {
  const stat = statSync(path);
  const base = { path, name: basename(path), modifiedAt: stat.mtime };
  if (stat.isDirectory()) {
    const members = readdirSync(path).sort();
    const sizes = members.map((name) => statSync(join(path, name))).map((it) => (it.isFile() ? it.size : 0));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { ...base, kind: 'folder', bytes, text: '', firstLine: '', members };
  }
  if (!stat.isFile()) return null;
  const text = beginning(path);
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  return { ...base, kind: 'file', bytes: stat.size, text, firstLine, members: [] };
}

function beginning(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const length = readSync(file, buffer, 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, length).replace(/^\uFEFF/, '');
  } finally {
    closeSync(file);
  }
}

/** Whether the first line is a CSV header that has all of these columns. */
export function hasColumns({ firstLine }: FileHead, delimiter: string, columns: readonly string[]): boolean {
  const found = firstLine.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return columns.every((column) => found.includes(column));
}
