import { existsSync, readdirSync } from 'node:fs';
import { embeddedBinaries } from './embedded-binaries.js';
import { dataFolderOf } from './init-cluster.js';
import { stopPostmaster } from './postmaster.js';

/** Stops a postmaster that outlived an earlier run, before its data are removed. The caller holds the lock. */
export function stopLeftDatabase(state: string): void {
  // Without any data there is nothing to stop, nor binaries to ask for.
  if (!readdirSync(state).some((name) => /^data-\d+$/.test(name))) return;
  const binaries = embeddedBinaries(state);
  const dataFolder = dataFolderOf(state, binaries.major);
  if (existsSync(dataFolder)) stopPostmaster(binaries, dataFolder, 'fast');
}
