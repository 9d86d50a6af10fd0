import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RegionOptions } from './create-region.js';
import { UsageError } from './operator-of.js';
import { readCreateOptions, type CreateOptions } from './options.js';

export const REGION_USAGE = `Usage: npx --no modellregion region create NAME --title TITLE --steward AUTHORITY --member NAME=KEY …

  NAME                  2 to 31 lower-case letters, digits or hyphens, such as hellweg
  --title TITLE         what people call the region
  --steward AUTHORITY   who admits members
  --member NAME=KEY     a subgraph and the AGS or district key of its operator (may be repeated); for an operator
                        outside Ostwestfalen-Lippe NAME=KEY=OPERATOR, such as water=05974040="Stadt Soest"
  --dir DIR             where to write it                       (default the working directory)
`;

/** @throws UsageError that says what is wrong and how it is right */
export function readRegionOptions(argv: readonly string[]): RegionOptions {
  const { positionals, values } = parse(argv);
  const [name = '', ...more] = positionals;
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(name) || more.length > 0) {
    throw new UsageError(
      `Say one name, of 2 to 31 lower-case letters, digits or hyphens.\n\n${REGION_USAGE}`,
    );
  }
  const { title, steward, member: members = [] } = values;
  if (title === undefined || steward === undefined || members.length === 0) {
    throw new UsageError(`Say --title, --steward and at least one --member.\n\n${REGION_USAGE}`);
  }
  return { name, title, steward, members: members.map(memberOf), folder: resolve(values.dir ?? '.') };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { title: text, steward: text, dir: text, member: { type: 'string', multiple: true } },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${REGION_USAGE}`);
  }
}

function memberOf(text: string): CreateOptions {
  const [name = '', key = '', operator] = text.split('=');
  const named = operator === undefined ? [] : ['--operator-name', operator];
  return readCreateOptions([name, '--operator', key, ...named]);
}
