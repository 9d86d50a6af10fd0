import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { errorMessage, OperatorError, stopLeftDatabase } from '../database/index.js';
import { UsageError } from './dev-options.js';
import { takeStateLock } from './lock.js';
import { createStateFolder, stateFolder, type Environment } from './state-folder.js';

/**
 * What the region itself made; nothing else in the folder is touched, should MODELLREGION_STATE ever name a
 * folder of somebody's own. The copied programs (`pg-…`) are no data and stay.
 */
const OURS =
  /^(data-\d+(\.new-.*)?|secrets\.json|keys|issuer|registry|gateway|runtime\.json|logs|postgres\.log(\.1)?|postmaster\.pid\.stale|.*\.\d+\.tmp)$/;

/**
 * `reset [--yes] [--state DIR]`: removes the data of a state folder, so that the next start begins anew.
 *
 * @throws OperatorError while the region is running, or when nobody can be asked
 */
export async function reset(argv: readonly string[], env: Environment): Promise<void> {
  const { yes, state } = readOptions(argv, env);
  if (!existsSync(state)) {
    process.stdout.write(`There is nothing to remove: ${state} does not exist.\n`);
    return;
  }
  createStateFolder(state);
  const lock = await takeStateLock(state);
  try {
    if (!yes && !(await confirmed(state))) {
      process.stdout.write('Nothing was removed.\n');
      return;
    }
    stopLeftDatabase(state);
    const names = readdirSync(state).filter((name) => OURS.test(name));
    for (const name of names) rmSync(join(state, name), { recursive: true, force: true });
    process.stdout.write(`Removed the region's database, keys and logs in ${state}.\n`);
  } finally {
    lock.release();
  }
}

function readOptions(argv: readonly string[], env: Environment): { yes: boolean; state: string } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { yes: { type: 'boolean', short: 'y', default: false }, state: { type: 'string' } },
    });
    return {
      yes: values.yes,
      state: stateFolder(values.state === undefined ? env : { MODELLREGION_STATE: values.state }),
    };
  } catch (error) {
    throw new UsageError(`${errorMessage(error)}\nUsage: modellregion reset [--yes] [--state DIR]`);
  }
}

async function confirmed(state: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new OperatorError('reset removes data and nobody can be asked here: run it again with --yes.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`Remove the region's database, keys and logs in ${state}? [y/N] `);
    return /^(y|yes|j|ja)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
