import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTRACT_VERSION } from '@modellregion/schema';
import type { CreateOptions } from './options.js';

/** A file to be written; its path is relative to the project. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** A whole subgraph called newcomer of Stadt Neuland (05000000): whatever is called so becomes the new one's. */
const TEMPLATE = fileURLToPath(new URL('../../template', import.meta.url));
/** What a build leaves behind, should somebody have built the template itself. */
const NOT_COPIED = /(^|\/)(node_modules|dist|generated|\.turbo)(\/|$)/;

/** The files of a subgraph that is to be. */
export function filesOf(options: CreateOptions, port: number): readonly NewFile[] {
  return readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(TEMPLATE, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !NOT_COPIED.test(path))
    .sort()
    .map((path) => ({
      path:
        path === 'registry.yaml'
          ? `schema/registry/${options.name}.yaml`
          : `subgraphs/${options.name}/${renamed(path, options)}`,
      text: renamed(readFileSync(join(TEMPLATE, path), 'utf8'), options, port),
    }));
}

function renamed(text: string, { name, operator, office, email }: CreateOptions, port = 0): string {
  const key = operator.kind === 'ags' ? `ags: '${operator.key}'` : `districtKey: '${operator.key}'`;
  return text
    .replaceAll("ags: '05000000'", key)
    .replaceAll('(05000000)', `(${operator.kind === 'ags' ? 'AGS' : 'district'} ${operator.key})`)
    .replaceAll('modellregion@neuland.example', email)
    .replaceAll('office: Bürgerservice', `office: ${JSON.stringify(office)}`)
    .replaceAll(/^contract: \d+$/gm, `contract: ${String(CONTRACT_VERSION)}`)
    .replaceAll('127.0.0.1:5005', `127.0.0.1:${String(port)}`)
    .replaceAll('Stadt Neuland', operator.name)
    .replaceAll('Newcomer', name.charAt(0).toUpperCase() + name.slice(1))
    .replaceAll('newcomer', name);
}
