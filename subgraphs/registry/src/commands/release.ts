import { z } from 'zod';
import { signAndSubmit, type Act } from '../client/signer.js';
import { UsageError } from './command-error.js';
import {
  clientOf,
  READ_OPTIONS,
  reasonOf,
  SIGN_HELP,
  SIGN_OPTIONS,
  signerOf,
  stewardHere,
  table,
  tell,
} from './common.js';
import { readOptions } from './read-options.js';

export const RELEASE_USAGE = `modellregion release — what gateways serve

  release list [--json]                      releases, the newest first
  release freeze --reason TEXT               nothing is published until unfreeze (steward)
  release unfreeze --reason TEXT
  release rollback NUMBER --reason TEXT      a new release with what an earlier one held (steward); gateways take it
                                             within seconds, also while releases are frozen

${SIGN_HELP}`;

/** `release list|freeze|unfreeze|rollback` */
export async function releaseCommand(argv: readonly string[]): Promise<number> {
  const [what = '', ...rest] = argv;
  if (what === 'list') return list(rest);
  if (what === 'freeze') return perform(rest, { action: 'release.freeze', body: {} }, 'Releases are frozen.');
  if (what === 'unfreeze') return perform(rest, { action: 'release.unfreeze', body: {} }, 'Releases go on.');
  if (what === 'rollback') {
    const [number = '', ...options] = rest;
    if (!/^[1-9]\d{0,8}$/.test(number))
      throw new UsageError(`Say to which release, by its number.\n\n${RELEASE_USAGE}`);
    const act: Act = { action: 'release.rollback', body: { to: Number(number) } };
    return perform(options, act, `Rolled back to release ${number}.`);
  }
  throw new UsageError(`release is followed by list, freeze, unfreeze or rollback.\n\n${RELEASE_USAGE}`);
}

async function perform(argv: readonly string[], act: Act, done: string): Promise<number> {
  const options = readOptions(argv, SIGN_OPTIONS, RELEASE_USAGE);
  if (options.words.length > 0)
    throw new UsageError(`${options.words.join(' ')} is too much.\n\n${RELEASE_USAGE}`);
  const signer = signerOf(options, stewardHere());
  return tell(await signAndSubmit(clientOf(options), signer, act, reasonOf(options, RELEASE_USAGE)), done);
}

const releasesShape = z.object({
  releases: z.array(
    z.object({
      sequence: z.number(),
      hash: z.string(),
      createdAt: z.string(),
      reason: z.string(),
      restores: z.number().nullable(),
      subgraphs: z.array(z.object({ name: z.string(), version: z.number() })),
    }),
  ),
});

async function list(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, READ_OPTIONS, RELEASE_USAGE);
  const query =
    '{ releases(first: 30) { sequence hash createdAt reason restores subgraphs { name version } } }';
  const { releases } = await clientOf(options).ask(query, releasesShape);
  if (options.values['json'] === true) {
    process.stdout.write(`${JSON.stringify(releases, null, 2)}\n`);
    return 0;
  }
  const rows = releases.map(({ sequence, hash, createdAt, reason, restores, subgraphs }) => [
    String(sequence),
    createdAt,
    hash.slice(0, 12),
    subgraphs.map(({ name, version }) => `${name} ${String(version)}`).join(', '),
    `${restores === null ? '' : `(as release ${String(restores)}) `}${reason}`,
  ]);
  process.stdout.write(rows.length === 0 ? 'There is no release yet.\n' : table(rows));
  return 0;
}
