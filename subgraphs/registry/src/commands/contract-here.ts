import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  loadKeyDirectory,
  loadRegistry,
  readEntry,
  RegistryError,
  type RegistryEntry,
} from '@modellregion/schema';
import { keyFiles, stateFolder } from '@modellregion/subgraph-kit/region';
import { parse } from 'yaml';
import { CommandError, UsageError } from './command-error.js';

/** A contract as it stands in files here. */
export interface ContractHere {
  readonly entry: RegistryEntry;
  readonly sdl: string;
}

/** Where to look for it. */
export interface ContractPlace {
  /** Name of a subgraph of this clone; undefined with `entry`. */
  readonly name: string | undefined;
  /** A registry file of one's own. */
  readonly entry: string | undefined;
  /** Its SDL; default as the registry file says, beside it or in the current folder. */
  readonly sdl: string | undefined;
  /** JSON file with the public call keys, as the command call-key prints them. */
  readonly callKeys: string | undefined;
}

/** @throws CommandError, UsageError */
export function contractHere(place: ContractPlace): ContractHere {
  const entry = place.entry === undefined ? entryOfClone(place.name) : entryOfFile(place.entry);
  const sdlFile =
    place.sdl ?? (place.entry === undefined ? entry.sdlFile : sdlBeside(place.entry, entry.sdl));
  return { entry: { ...entry, keys: callKeysOf(entry, place.callKeys) }, sdl: readText(sdlFile) };
}

function entryOfClone(name: string | undefined): RegistryEntry {
  let entries: readonly RegistryEntry[];
  try {
    entries = loadRegistry();
  } catch (error) {
    if (error instanceof RegistryError) throw new CommandError(error.message);
    throw error;
  }
  const known = entries.map((it) => it.name).join(', ');
  if (name === undefined)
    throw new UsageError(`Say which subgraph: ${known}; or name a registry file with --entry.`);
  const entry = entries.find((it) => it.name === name);
  if (entry !== undefined) return entry;
  throw new UsageError(
    `schema/registry has no ${name}.yaml: it has ${known}. Name another file with --entry.`,
  );
}

function entryOfFile(file: string): RegistryEntry {
  let content: unknown;
  try {
    content = parse(readText(file));
  } catch (error) {
    throw new CommandError(`${file} is no YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const reading = readEntry(content);
  if (reading.ok) return reading.entry;
  throw new CommandError(
    `${file} is no entry of the registry:\n${reading.faults.map((it) => `  - ${it}`).join('\n')}`,
  );
}

function sdlBeside(entryFile: string, sdl: string): string {
  const beside = join(dirname(resolve(entryFile)), sdl);
  return existsSync(beside) ? beside : resolve(sdl);
}

/** A development region keeps call keys in its state folder; elsewhere they stand in the entry or a file. */
function callKeysOf(entry: RegistryEntry, file: string | undefined): RegistryEntry['keys'] {
  if (file === undefined && entry.keys.length > 0) return entry.keys;
  const directory = file ?? keyFiles(stateFolder(process.env)).directory;
  if (file === undefined && !existsSync(directory)) return entry.keys;
  return loadKeyDirectory(directory, [entry]).subgraphs.get(entry.name) ?? entry.keys;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}
