import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RegistryEntry } from '@modellregion/schema';
import { checkFiles } from '../../schema/src/checks/index.js';
import { parseSdl, type SdlFile } from '../../schema/src/sdl/read-sdl.js';
import { RULES } from '../../schema/src/checks/rules.js';
import { temporaryFolder } from './temporary-folder.js';

/** A registry entry as a test needs it. */
export function entry(name: string, owns: readonly string[] = []): RegistryEntry {
  return {
    name,
    operator: {
      name: `Stadt ${name}`,
      ags: '05774032',
      contact: { office: 'Amt', email: 'amt@stadt.example' },
    },
    url: `http://${name}.example/graphql`,
    sdl: `${name}.graphql`,
    sdlFile: `/nowhere/${name}.graphql`,
    dataClasses: ['PUBLIC'],
    owns,
    deadlineMs: 3000,
    keys: [{ kid: `${name}-1`, x25519: 'A'.repeat(43) }],
  };
}

/** The link that makes SDL Federation 2. */
export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@shareable", "@composeDirective"])';

/** The SDL of a subgraph; the link stands on its first line. */
export function subgraph(name: string, owns: readonly string[], sdl: string): SdlFile {
  return parseSdl(entry(name, owns), `${LINK} ${sdl}`);
}

/** What one rule says of these subgraphs: `file:line problem → fix`. */
export function findingsOf(rule: string, ...files: readonly SdlFile[]): readonly string[] {
  const rules = RULES.filter((candidate) => candidate.name === rule);
  if (rules.length !== 1) throw new Error(`There is no rule ${rule}.`);
  return checkFiles(files, rules)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ file, fix, line, problem }) => `${file}:${String(line)} ${problem} → ${fix}`);
}

/** A folder with these files, under the system's folder for temporary ones. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder('modellregion-schema-');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** The text of a registry file for a subgraph without peculiarities. */
export function registryFile(name: string, port: number, more = ''): string {
  return `name: ${name}
operator: { name: Stadt Delbrück, ags: '05774020', contact: { office: Amt, email: amt@delbrueck.example } }
url: http://127.0.0.1:${String(port)}/graphql
sdl: subgraphs/${name}/schema.graphql
dataClasses: [PUBLIC]
${more}`;
}
