import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRegion, memberNameOf } from '@modellregion/schema';
import { stringify } from 'yaml';
import { createSubgraph, type Created } from './create-subgraph.js';
import { foundRegion } from './found-region.js';
import { UsageError } from './operator-of.js';
import { slugOf, type CreateOptions } from './options.js';

/** A region that is to be. */
export interface RegionOptions {
  readonly name: string;
  readonly title: string;
  /** The authority that admits members. */
  readonly steward: string;
  readonly members: readonly CreateOptions[];
  readonly folder: string;
}

/** Ports of a region that nobody has given any yet: beside those of another one on the same machine. */
const FIRST_PORT = 5101;

/**
 * Writes a region into an empty folder: facts, registry, a subgraph for each member, everybody's signing keys, what founds it
 * in a registry, environment.
 *
 * @throws UsageError when the folder has something in it; OperatorError when two authorities would be one member
 */
export async function createRegion(options: RegionOptions): Promise<readonly Created[]> {
  const { folder, name, title, steward, members } = options;
  if (existsSync(folder) && readdirSync(folder).some((entry) => !NPM.includes(entry))) {
    throw new UsageError(`${folder} is not empty: name another folder with --dir.`);
  }
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const facts = 'schema/region.yaml';
  write(facts, factsOf({ name, title, steward }));
  const founding = foundRegion(folder, loadRegion(join(folder, facts)), members);
  write('schema/founding.yaml', `${FOUNDING}${stringify(founding)}`);
  write('region.env', environmentOf(name));
  write('README.md', readmeOf(options));
  write('schema/municipalities.psv', municipalitiesOf(members));
  const created: Created[] = [];
  for (const [index, member] of members.entries()) {
    created.push(await createSubgraph(folder, { ...member, port: member.port ?? FIRST_PORT + index }));
  }
  return created;
}

/** What is there once our packages were installed in the folder. */
const NPM: readonly string[] = ['node_modules', 'package.json', 'package-lock.json'];

function factsOf({ name, title, steward }: Pick<RegionOptions, 'name' | 'title' | 'steward'>): string {
  const email = `modellregion@${slugOf(steward)}.example`;
  const party = (member: string, office: string): string =>
    [
      `  member: ${member}`,
      `  name: ${JSON.stringify(steward)}`,
      '  contact:',
      `    office: ${office}`,
      `    email: ${email}`,
    ].join('\n');
  return `# The region: what it is called and who runs it.
# "dev" makes keys for everybody who is named here or operates a subgraph of schema/registry.
name: ${name}
title: ${JSON.stringify(title)}
steward:
${party(memberNameOf(steward), 'Geschäftsstelle')}
gateway:
${party('gateway', 'Betrieb')}
`;
}

/** Made-up data is drawn for these; a district is no municipality, and a region of districts alone gets one all the same. */
function municipalitiesOf(members: readonly CreateOptions[]): string {
  const towns = new Map(members.map(({ operator: { key, name } }) => [key.padEnd(8, '0'), name]));
  const rows = [...towns].map(([ags, name]) => {
    const [, kind = 'Stadt', town = name] = /^(Stadt|Gemeinde|Kreis) (.*)$/.exec(name) ?? [];
    return [ags, town, kind === 'Gemeinde' ? 'M' : 'T', '00000', '51.00', '9.00', '20000'].join('|');
  });
  return (
    '# The municipalities that made-up data is drawn for, one a line: AGS|name|T town or M municipality|postal code|\n' +
    '# latitude|longitude|population. Postal codes, places and figures are placeholders: write the right ones.\n' +
    `${rows.join('\n')}\n`
  );
}

const FOUNDING = `# What "registry init --from schema/founding.yaml" founds the region with, once. Whoever joins later is admitted by the
# steward; keys change with "member key add" and "member key retire".
`;

function environmentOf(name: string): string {
  return `# Environment of the region's registry and gateway; OPERATING.md of the project has every variable.
# Gateway:
MODELLREGION_REGION=${name}
MODELLREGION_REGISTRY_URL=http://127.0.0.1:4010
MODELLREGION_RELEASE_KEYS=schema/release-keys.json
MODELLREGION_GATEWAY_NAME=gateway
MODELLREGION_REPORT_KEY_FILE=keys/members/gateway.json
# Registry:
MODELLREGION_RELEASE_KEY_FILE=keys/release.json
`;
}

function readmeOf({ title, steward, members }: RegionOptions): string {
  const rows = members.map(
    ({ name, operator }) => `- **${name}**, operated by ${operator.name} (${operator.key})`,
  );
  return `# ${title}

One GraphQL interface over the systems of its municipalities. ${steward} admits members.

${rows.join('\n')}

What signs lies in \`keys/\`, which is in no commit: \`release.json\` for the registry, \`members/\` for the steward, the
gateway and each operator. Give each its own file and keep none of theirs; gateways know releases by
\`schema/release-keys.json\`.

\`\`\`sh
npm install && npm run build
npx --no modellregion compose     # schema/supergraph.graphql
npm start                         # the region on this machine, with these keys
\`\`\`

A registry of its own, in an empty database that \`DATABASE_URL\` names, begins with \`schema/founding.yaml\`:

\`\`\`sh
export DATABASE_URL=postgresql://… MODELLREGION_RELEASE_KEY_FILE=keys/release.json MODELLREGION_PROFILE=developer
npx --no modellregion migrate registry
npx --no modellregion registry init --from schema/founding.yaml
\`\`\`

Without \`MODELLREGION_PROFILE\` it is one in production: the addresses of \`schema/registry\` are https then, at hosts of
\`MODELLREGION_RELEASE_HOSTS\`, and \`keys/release.json\` lies where the registry alone reads it.
`;
}
