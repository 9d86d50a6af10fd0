import { existsSync, readdirSync, type Dirent } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { projectRoot } from './project-root.js';
import { entrySchema, type EntryInput } from './entry-schema.js';
import { readYamlFile, type YamlFile } from './read-yaml-file.js';
import type { RegistryEntry } from './registry-entry.js';
import { RegistryError, type RegistryFault } from './registry-fault.js';

/** The folder of the region or of a partner's project; see {@link projectRoot}. */
export const REPOSITORY_ROOT = projectRoot();

/** Where the region's registry files lie. */
export const REGISTRY_FOLDER = join(REPOSITORY_ROOT, 'schema/registry');

/**
 * Reads the registry: one `<name>.yaml` per subgraph. A subgraph is what stands here, never what a glob finds.
 *
 * @param folder holds the files; default the region's own.
 * @param root what their `sdl` paths are relative to; default the repository.
 * @returns frozen entries, sorted by name.
 * @throws {@link RegistryError} with all faults of all files.
 */
export function loadRegistry(folder = REGISTRY_FOLDER, root = REPOSITORY_ROOT): readonly RegistryEntry[] {
  const files = listFiles(folder, root).map((name) => {
    const absolute = join(folder, name);
    return readYamlFile(absolute, displayPath(absolute, root), entrySchema);
  });
  const faults = [
    ...files.flatMap((file) => file.faults),
    ...files.flatMap((file) => faultsOfPlace(file, root)),
    ...faultsBetween(files),
  ];
  if (faults.length > 0) throw new RegistryError(inOrder(faults));
  const entries = files.flatMap((file) => (file.input === undefined ? [] : [toEntry(file.input, root)]));
  return deepFreeze(entries.sort((a, b) => (a.name < b.name ? -1 : 1)));
}

function listFiles(folder: string, root: string): readonly string[] {
  const display = displayPath(folder, root);
  const whole = (message: string) =>
    new RegistryError([{ file: display, line: 1, column: 1, field: '', message }]);
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    throw whole('is no readable folder; it holds one <name>.yaml per subgraph');
  }
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => entry.name);
  const misnamed = names.filter((name) => name.endsWith('.yml'));
  // A .yml would be passed over, and its subgraph missed only when a query fails.
  if (misnamed.length > 0) throw whole(`${misnamed.join(', ')}: call it .yaml`);
  const files = names.filter((name) => name.endsWith('.yaml')).sort();
  if (files.length === 0) throw whole('has no <name>.yaml; add one per subgraph');
  return files;
}

function faultsOfPlace(
  { file, input, faultAt }: YamlFile<EntryInput>,
  root: string,
): readonly RegistryFault[] {
  if (input === undefined) return [];
  const faults: RegistryFault[] = [];
  if (basename(file) !== `${input.name}.yaml`) {
    faults.push(faultAt(['name'], `is not the name of the file; call the file ${input.name}.yaml`));
  }
  if (!existsSync(join(root, input.sdl))) {
    faults.push(faultAt(['sdl'], `${input.sdl} does not exist; write it, or correct the path`));
  }
  return faults;
}

/** What two files may not share: a name, a place on the network, the answer for an entity. */
function faultsBetween(files: readonly YamlFile<EntryInput>[]): readonly RegistryFault[] {
  const faults: RegistryFault[] = [];
  const seen = new Map<string, string>();
  const claim = (
    key: string,
    from: YamlFile<EntryInput>,
    path: readonly PropertyKey[],
    message: (other: string) => string,
  ) => {
    const other = seen.get(key);
    if (other === undefined) seen.set(key, from.file);
    else faults.push(from.faultAt(path, message(other)));
  };
  for (const file of files) {
    if (file.input === undefined) continue;
    const { name, url, owns } = file.input;
    const { host } = new URL(url);
    claim(
      `name ${name}`,
      file,
      ['name'],
      (other) => `${name} is the name of ${other} already; choose another`,
    );
    claim(`host ${host}`, file, ['url'], (other) => `${host} is taken by ${other}; choose another port`);
    owns.forEach((type, index) => {
      claim(`type ${type}`, file, ['owns', index], (other) =>
        other === file.file
          ? `${type} stands here twice; remove one`
          : `${type} is owned in ${other}; one owner each`,
      );
    });
  }
  return faults;
}

/** @param root what its `sdl` path is relative to. */
export function toEntry(input: EntryInput, root: string): RegistryEntry {
  const { ags, districtKey, name, contact } = input.operator;
  const operator = {
    name,
    ...(ags === undefined ? {} : { ags }),
    ...(districtKey === undefined ? {} : { districtKey }),
    contact,
  };
  const { theme, contract, ...rest } = input;
  const sdlFile = join(root, input.sdl);
  return {
    ...rest,
    operator,
    sdlFile,
    owns: [...input.owns].sort(),
    ...(theme === undefined ? {} : { theme }),
    ...(contract === undefined ? {} : { contract }),
  };
}

function displayPath(absolute: string, root: string): string {
  const inside = relative(root, absolute);
  return inside.startsWith('..') ? absolute : inside.replaceAll('\\', '/');
}

function inOrder(faults: readonly RegistryFault[]): readonly RegistryFault[] {
  return [...faults].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value))
    if (typeof part === 'object' && part !== null) deepFreeze(part as object);
  return Object.freeze(value);
}
