import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadRegistry } from '@modellregion/schema';
import { STATEMENT_BODIES } from '@modellregion/schema/release';
import { systemClock } from '@modellregion/subgraph-kit';
import { pino } from 'pino';
import { parse } from 'yaml';
import { z } from 'zod';
import { found, type Founding } from '../acts/found.js';
import { CommandError } from './command-error.js';
import { needed, readOptions } from './read-options.js';
import { SERVICE_USAGE, withDatabase } from './with-database.js';

const foundingFile = z.strictObject({
  region: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'write lower-case letters, digits and "-"'),
  members: z.array(STATEMENT_BODIES['member.admit']).min(1),
  variants: z
    .array(
      z.strictObject({
        name: z.string(),
        includeTags: z.array(z.string()).exactOptional(),
        excludeTags: z.array(z.string()),
      }),
    )
    .default([]),
  grants: z
    .array(
      STATEMENT_BODIES['grant.give']
        .omit({ until: true })
        .extend({ until: z.iso.datetime({ offset: true }).exactOptional() }),
    )
    .default([]),
  /** Subgraphs to begin with: the folder of their registry files, what paths in these are relative to, and whose. */
  subgraphs: z
    .strictObject({ folder: z.string(), root: z.string(), members: z.record(z.string(), z.string()) })
    .optional(),
  reason: z.string().min(1),
});

/** `init --from FILE`: founds the region that a YAML file describes, in an empty and migrated database. */
export async function initCommand(argv: readonly string[]): Promise<void> {
  const file = needed(readOptions(argv, ['from'], SERVICE_USAGE), 'from', SERVICE_USAGE);
  const founding = readFounding(file);
  await withDatabase(async (db, config) => {
    const log = pino({ level: 'warn', base: { name: 'registry' } });
    const release = await found({ ...config, db, clock: systemClock, log }, founding);
    const what = release === null ? 'no release yet' : `release ${String(release.sequence)} ${release.hash}`;
    process.stdout.write(
      `Founded ${founding.region}: ${String(founding.members.length)} members, ${what}.\n` +
        'Gateways pin the public part of MODELLREGION_RELEASE_KEY_FILE.\n',
    );
  });
}

function readFounding(file: string): Founding {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  const parsed = foundingFile.safeParse(content);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path, message }) => `  - ${path.join('.') || 'the file'}: ${message}`,
    );
    throw new CommandError(`${file} describes no region:\n${faults.join('\n')}`);
  }
  const { subgraphs, ...rest } = parsed.data;
  if (subgraphs === undefined) return { ...rest, contracts: [] };
  const here = dirname(resolve(file));
  const contracts = loadRegistry(resolve(here, subgraphs.folder), resolve(here, subgraphs.root)).map(
    (entry) => ({
      member: subgraphs.members[entry.name] ?? '',
      entry,
      sdl: readFileSync(entry.sdlFile, 'utf8'),
    }),
  );
  const unclaimed = contracts.find(({ member }) => !rest.members.some((it) => it.member === member));
  if (unclaimed !== undefined) {
    throw new CommandError(
      `${file}: subgraphs.members does not say which member runs ${unclaimed.entry.name}.`,
    );
  }
  return { ...rest, contracts };
}
