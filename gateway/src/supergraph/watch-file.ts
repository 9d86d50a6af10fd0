import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { reasonOf } from '../errors/fault.js';
import { MAX_SUPERGRAPH_BYTES } from './supergraph-source.js';

/** What stands in a file now. */
export type Content =
  | { readonly kind: 'content'; readonly bytes: Buffer; readonly hash: string }
  | { readonly kind: 'fault'; readonly fault: unknown; readonly hash: string };

/** Milliseconds for which a file has to stay as it is before it counts as written to its end. */
const SETTLED_MS = 100;

/**
 * Looks into a file now and then and tells when it has changed and stays so; the first look tells what is there.
 *
 * It reads the file instead of waiting to be told of changes: that works on network drives and in containers with
 * mounted files, however the file was replaced, and whatever its times say.
 *
 * @param everyMs milliseconds between two looks
 * @returns a function that ends it
 */
export function watchFile(file: string, everyMs: number, onChange: (content: Content) => void): () => void {
  let stopped = false;
  let seen: string | null = null;
  let told: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const content = await readContent(file);
    if (stopped) return;
    const settled = content.hash === seen;
    seen = content.hash;
    if (settled && seen !== told) {
      told = seen;
      onChange(content);
    }
    timer = setTimeout(() => void look(), settled ? everyMs : Math.min(everyMs, SETTLED_MS));
    timer.unref();
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Never throws. Of a file that is too large only as much is read as shows it. */
export async function readContent(file: string): Promise<Content> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const bytes =
        size > MAX_SUPERGRAPH_BYTES
          ? (await handle.read(Buffer.alloc(MAX_SUPERGRAPH_BYTES + 1))).buffer
          : await handle.readFile();
      return { kind: 'content', bytes, hash: createHash('sha256').update(bytes).digest('hex') };
    } finally {
      await handle.close();
    }
  } catch (fault) {
    return { kind: 'fault', fault, hash: `none: ${reasonOf(fault)}` };
  }
}
