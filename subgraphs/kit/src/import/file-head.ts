import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode, errorMessage, OperatorError } from '../database/operator-error.js';
import { SOURCES_FILE } from './source-description.js';
import { startsAsUtf8 } from './utf8.js';

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
  /** Whether the beginning is UTF-8; of a folder true. */
  readonly utf8: boolean;
  /** First line without line feed. */
  readonly firstLine: string;
  /** Names of what a folder holds. */
  readonly members: readonly string[];
  readonly modifiedAt: Date;
}

/** Looks at a file or folder; null for what is neither. */
function fileHead(path: string): FileHead | null {
  const stat = statSync(path);
  const base = { path, name: basename(path), modifiedAt: stat.mtime };
  if (stat.isDirectory()) {
    const members = readdirSync(path).sort();
    const sizes = members.map((name) => statSync(join(path, name))).map((it) => (it.isFile() ? it.size : 0));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { ...base, kind: 'folder', bytes, text: '', utf8: true, firstLine: '', members };
  }
  if (!stat.isFile()) return null;
  const start = beginning(path);
  const text = start.toString('utf8').replace(/^\uFEFF/, '');
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const utf8 = startsAsUtf8(start);
  return { ...base, kind: 'file', bytes: stat.size, text, utf8, firstLine, members: [] };
}

function beginning(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const length = readSync(file, buffer, 0, HEAD_BYTES, 0);
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** Whether the first line is a CSV header that has all of these columns. */
export function hasColumns({ firstLine }: FileHead, delimiter: string, columns: readonly string[]): boolean {
  const found = firstLine.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return columns.every((column) => found.includes(column));
}

/** What describes the data is no data. */
const NOT_DATA = new Set([SOURCES_FILE, 'SOURCES.md', 'README.md']);

/**
 * Looks at what a folder holds.
 *
 * @param from the folder, or one file
 * @throws OperatorError when it cannot be read
 */
export function lookAt(from: string): { readonly folder: string; readonly heads: readonly FileHead[] } {
  try {
    if (!statSync(from).isDirectory()) {
      const head = fileHead(from);
      return { folder: dirname(from), heads: head === null ? [] : [head] };
    }
    const names = readdirSync(from).filter((name) => !name.startsWith('.') && !NOT_DATA.has(name));
    const heads = names.sort().map((name) => fileHead(join(from, name)));
    return { folder: from, heads: heads.filter((head) => head !== null) };
  } catch (error) {
    throw new OperatorError(
      `${from} cannot be read (${errorCode(error) ?? errorMessage(error)}): name a folder with data files, or one file.`,
    );
  }
}
