import { readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RELEASE_LIMITS, releaseDocumentSchema, type ReleaseDocument } from '@modellregion/schema/release';
import { z } from 'zod';
import { codeOf } from '../errors/fault.js';

/** What a gateway keeps, to start from when the registry is down. Nothing of it is believed without its signature. */
export interface KeptRelease {
  /** Manifests of releases that changed who may sign, the oldest first: from the pinned keys to those of today. */
  readonly chain: readonly string[];
  /** The last release that was served; null: none yet. */
  readonly document: ReleaseDocument | null;
}

export type ReadKept =
  | { readonly kind: 'kept'; readonly kept: KeptRelease }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ReleaseStore {
  readonly file: string;
  readonly read: () => ReadKept;
  /** Whoever reads meanwhile, and after a crash at any point, finds this one or the one before, whole. */
  readonly write: (kept: KeptRelease) => Promise<void>;
}

/** More keys than that are never changed; the oldest manifests are left out, the pinned keys then have to be newer. */
export const MAX_CHAIN = 50;

const shape = z.object({
  format: z.literal(1),
  chain: z.array(z.string().max(RELEASE_LIMITS.manifestBytes)).max(MAX_CHAIN),
  document: releaseDocumentSchema.nullable(),
});

/** @param folder of this gateway's state; made when something is to be kept */
export function createReleaseStore(folder: string, variant: string): ReleaseStore {
  const file = join(folder, `release-${variant}.json`);
  return {
    file,
    read: () => readKept(file),
    write: async (kept) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const next = `${file}.${String(process.pid)}.new`;
      try {
        await writeFile(next, JSON.stringify({ format: 1, ...kept }), { mode: 0o600, flush: true });
        await rename(next, file);
      } finally {
        await rm(next, { force: true });
      }
    },
  };
}

function readKept(file: string): ReadKept {
  try {
    if (statSync(file).size > 2 * RELEASE_LIMITS.documentBytes)
      return { kind: 'unreadable', reason: 'too large' };
    const parsed = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success
      ? { kind: 'kept', kept: parsed.data }
      : { kind: 'unreadable', reason: 'it is not what a gateway writes' };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { kind: 'none' };
    return { kind: 'unreadable', reason: code ?? 'it is no JSON' };
  }
}
