import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadRegion } from '@modellregion/schema';
import { filesOf, type NewFile } from './from-template.js';
import { UsageError } from './operator-of.js';
import { slugOf, type CreateOptions } from './options.js';
import { hasToolchain, projectFiles } from './own-project.js';

/** What was written. */
export interface Created {
  readonly files: readonly string[];
  readonly port: number;
  /** Whether the folder was made a project of the partner's own. */
  readonly ownProject: boolean;
}

/** Where the first subgraph of a project of its own listens; beside the region's, which begin at 4001. */
const FIRST_PORT_OF_A_PROJECT = 5005;
const FIRST_PORT = 4001;

/**
 * Writes a subgraph into a folder: the region's repository, or a project of a partner's own that begins with it.
 *
 * @throws UsageError when there is one of that name already
 */
export async function createSubgraph(root: string, options: CreateOptions): Promise<Created> {
  const { name } = options;
  const taken = [`subgraphs/${name}`, `schema/registry/${name}.yaml`].find((path) =>
    existsSync(join(root, path)),
  );
  if (taken !== undefined)
    throw new UsageError(`${taken} is there already: choose another name, or remove it.`);
  const ownProject = !hasToolchain(root);
  const port = options.port ?? freePortOf(root, ownProject ? FIRST_PORT_OF_A_PROJECT : FIRST_PORT);
  const files = [
    ...(ownProject ? projectFiles(root) : []),
    ...filesOf(options, port),
    codeOwners(root, options),
  ];
  const format = await formatterOf(root);
  for (const file of files) write(root, { ...file, text: await format(file) });
  return { files: files.map(({ path }) => path), port, ownProject };
}

/** The port after the last one that a file of the registry names. */
function freePortOf(root: string, first: number): number {
  const folder = join(root, 'schema/registry');
  const texts = existsSync(folder)
    ? readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
    : [];
  const ports = texts.flatMap((text) =>
    [...text.matchAll(/^url:.*:(\d+)\//gm)].map((match) => Number(match[1])),
  );
  return Math.max(first - 1, ...ports) + 1;
}

/** The registry file and the folder are the operator's from now on. */
function codeOwners(root: string, { name, operator }: CreateOptions): NewFile {
  const path = '.github/CODEOWNERS';
  const before = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
  const team = `@modellregion-${regionNameOf(root)}/${slugOf(operator.name)}`;
  const steward = /^\/schema\/registry\/\s+(\S+)/m.exec(before)?.[1];
  const line = (what: string, owners: string): string => `${what.padEnd(36)} ${owners}\n`;
  const registry = line(`/schema/registry/${name}.yaml`, steward === undefined ? team : `${team} ${steward}`);
  return { path, text: `${before}${line(`/subgraphs/${name}/`, team)}${registry}` };
}

/** Teams of a project of one's own are named after its organisation, which nobody knows yet: an example. */
function regionNameOf(root: string): string {
  const file = join(root, 'schema/region.yaml');
  return existsSync(file) ? loadRegion(file).name : 'region';
}

function write(root: string, { path, text }: NewFile): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

interface Prettier {
  resolveConfig(file: string): Promise<object | null>;
  format(text: string, options: object): Promise<string>;
}

/** Names of another length break lines elsewhere: where the project has prettier, its files are written as it would. */
async function formatterOf(root: string): Promise<(file: NewFile) => Promise<string>> {
  let prettier: Prettier;
  try {
    const file = createRequire(join(root, 'package.json')).resolve('prettier');
    prettier = ((await import(pathToFileURL(file).href)) as { default: Prettier }).default;
  } catch {
    return ({ text }) => Promise.resolve(text);
  }
  return async ({ path, text }) => {
    if (!/\.(ts|md|json|yaml|graphql|js)$/.test(path)) return text;
    const filepath = join(root, path);
    const config = await prettier.resolveConfig(filepath);
    // Installed for another reason, it would write as nobody here does.
    return config === null ? text : prettier.format(text, { ...config, filepath });
  };
}
