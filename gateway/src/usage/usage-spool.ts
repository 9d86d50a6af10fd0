import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Batches that the registry has not taken yet, as files: they outlive the process, whatever ends it. */
export interface UsageSpool {
  /** On disk when it returns. @returns how many older ones had to go for it */
  readonly add: (id: string, jws: string) => Promise<number>;
  /** Names of what is there, the oldest first; those of other processes with the same folder among them. */
  readonly list: () => Promise<readonly string[]>;
  readonly read: (name: string) => Promise<string>;
  readonly remove: (name: string) => Promise<void>;
}

export interface SpoolLimits {
  readonly files: number;
  readonly bytes: number;
}

/** Half a day of small batches, or a hundred of the largest. */
export const SPOOL_LIMITS: SpoolLimits = { files: 750, bytes: 100_000_000 };

const NAME = /^\d{15}-[\w-]{36}\.jws$/;
const HALF_WRITTEN = /^(\d{15})-[\w-]{36}\.jws\.new$/;
/** Milliseconds after which nobody is still writing a batch: whoever began has ended. */
const ABANDONED_MS = 3_600_000;

export function createUsageSpool(folder: string, limits: SpoolLimits = SPOOL_LIMITS): UsageSpool {
  const all = (): Promise<readonly string[]> => readdir(folder).catch(() => []);
  const list = async (): Promise<readonly string[]> => (await all()).filter((name) => NAME.test(name)).sort();
  const remove = (name: string): Promise<void> => rm(join(folder, name), { force: true });
  const sweep = async (): Promise<void> => {
    for (const name of await all()) {
      const began = Number(HALF_WRITTEN.exec(name)?.[1] ?? Infinity);
      if (Date.now() - began > ABANDONED_MS) await remove(name);
    }
  };
  const makeRoom = async (): Promise<number> => {
    await sweep();
    const names = await list();
    const sizes = await Promise.all(names.map((name) => sizeOf(join(folder, name))));
    let bytes = sizes.reduce((sum, size) => sum + size, 0);
    let gone = 0;
    for (const [index, name] of names.entries()) {
      // The newest is never among them: it has just been added.
      if ((names.length - gone <= limits.files && bytes <= limits.bytes) || index === names.length - 1) break;
      await remove(name);
      bytes -= sizes[index] ?? 0;
      gone += 1;
    }
    return gone;
  };
  return {
    add: async (id, jws) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${String(Date.now()).padStart(15, '0')}-${id}.jws`);
      await writeFile(`${file}.new`, jws, { mode: 0o600, flush: true });
      await rename(`${file}.new`, file);
      return makeRoom();
    },
    list,
    read: (name) => readFile(join(folder, name), 'utf8'),
    remove,
  };
}

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => null))?.size ?? 0;
