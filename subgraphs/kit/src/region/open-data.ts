import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { OperatorError } from '../database/index.js';
import { valueOf } from './settings.js';
import type { Environment } from './state-folder.js';

/** The word that stands for no open data at all, whatever lies beside the clone. */
export const SYNTHETIC = 'synthetic';

const SETTING = 'MODELLREGION_DATA';

/** Open data that was put beside the clone. */
const BESIDE = join(REPOSITORY_ROOT, '..', 'shared', 'data');

/**
 * The folder with open data that a region starts with: what was asked for, else the one beside the clone.
 *
 * @param given `--data`; null: the setting MODELLREGION_DATA
 * @returns absolute path; null: all records are synthetic
 * @throws OperatorError when a folder was named and is none
 */
export function openDataFolder(given: string | null, env: Environment): string | null {
  const named = given ?? valueOf(env, SETTING);
  if (named === SYNTHETIC) return null;
  if (named === null) return isFolder(BESIDE) ? BESIDE : null;
  if (isFolder(named)) return resolve(named);
  throw new OperatorError(
    `${given === null ? SETTING : '--data'} names ${named}, which is no folder: name one with data files, or say ` +
      `"${SYNTHETIC}" for made-up records alone.`,
  );
}

/** Which data a region shows, in one line. */
export function dataSentence(folder: string | null): string {
  return folder === null
    ? `Data: synthetic, made up for demonstration; ${SETTING} names a folder with open data to show instead.`
    : `Data: open data from ${folder}; synthetic where it has none.`;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
