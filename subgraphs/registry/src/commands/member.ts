import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { publicPart, readSigningKeys, writeSigningKeys } from '@modellregion/schema/release';
import { newSigningKey, signingKeyFiles, stateFolder } from '@modellregion/subgraph-kit/region';
import { z } from 'zod';
import { signAndSubmit, type Act } from '../client/signer.js';
import { ADMISSION_HELP, ADMISSION_OPTIONS, admissionOf } from './admission.js';
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
import { given, needed, readOptions } from './read-options.js';

export const MEMBER_USAGE = `modellregion member — who takes part in the region

  member list                                   members, their roles and valid keys
${ADMISSION_HELP}
  member key create --member NAME [--file FILE] make a signing key, first in FILE (0600), and print its public part;
                                                FILE is in the state folder of this machine unless named
  member key add --member NAME --file FILE      make the newest key of FILE known, signed with an older one of it
  member key retire --member NAME --kid KID     end a key: nothing it signs from now on counts

${SIGN_HELP}`;

/** Two, so that one can be replaced while the other is still good. */
const KEYS_KEPT = 2;

/** `member …` */
export async function memberCommand(argv: readonly string[]): Promise<number> {
  const [what = '', ...rest] = argv;
  if (what === 'list') return list(rest);
  if (what === 'admit') return admit(rest);
  if (what === 'key') return key(rest);
  throw new UsageError(`member is followed by list, admit or key.\n\n${MEMBER_USAGE}`);
}

const membersShape = z.object({
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      ags: z.string().nullable(),
      districtKey: z.string().nullable(),
      ars: z.string().nullable(),
      roles: z.array(z.string()),
      keys: z.array(z.object({ kid: z.string(), retiredAt: z.string().nullable() })),
    }),
  ),
});

async function list(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, READ_OPTIONS, MEMBER_USAGE);
  const query = '{ members { id name ags districtKey ars roles keys { kid retiredAt } } }';
  const { members } = await clientOf(options).ask(query, membersShape);
  if (options.values['json'] === true) {
    process.stdout.write(`${JSON.stringify(members, null, 2)}\n`);
    return 0;
  }
  const rows = members.map(({ id, name, ags, districtKey, ars, roles, keys }) => [
    id,
    name,
    ags ?? districtKey ?? ars ?? '-',
    roles.join(', '),
    keys.flatMap(({ kid, retiredAt }) => (retiredAt === null ? [kid] : [])).join(', ') || 'no valid key',
  ]);
  process.stdout.write(table([['member', 'name', 'number', 'roles', 'keys'], ...rows]));
  return 0;
}

async function admit(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, [...ADMISSION_OPTIONS, ...SIGN_OPTIONS], MEMBER_USAGE);
  const body = admissionOf(options, MEMBER_USAGE);
  const act: Act = { action: 'member.admit', body };
  const answer = await signAndSubmit(
    clientOf(options),
    signerOf(options, stewardHere()),
    act,
    reasonOf(options, MEMBER_USAGE),
  );
  return tell(answer, `${body.member} is a member.`);
}

async function key(argv: readonly string[]): Promise<number> {
  const [what = '', ...rest] = argv;
  const options = readOptions(rest, ['member', 'file', 'kid', ...SIGN_OPTIONS], MEMBER_USAGE);
  if (what === 'create') return createKey(needed(options, 'member', MEMBER_USAGE), given(options, 'file'));
  const member = needed(options, 'member', MEMBER_USAGE);
  const client = clientOf(options);
  if (what === 'add') {
    const file = needed(options, 'file', MEMBER_USAGE);
    const added = publicPart(readSigningKeys(file)[0]);
    // Its own older key signs, unless the steward does it for a member that lost its keys.
    const own = given(options, 'as') === undefined;
    const signer = own ? { member, keyFile: given(options, 'key') ?? file } : signerOf(options, null);
    const act: Act = { action: 'key.add', body: { member, key: added } };
    const answer = await signAndSubmit(
      client,
      signer,
      act,
      reasonOf(options, MEMBER_USAGE, 'A new signing key'),
    );
    return tell(answer, `${added.kid} signs for ${member}.`);
  }
  if (what === 'retire') {
    const kid = needed(options, 'kid', MEMBER_USAGE);
    const act: Act = { action: 'key.retire', body: { member, kid } };
    const answer = await signAndSubmit(
      client,
      signerOf(options, member),
      act,
      reasonOf(options, MEMBER_USAGE),
    );
    return tell(answer, `${kid} no longer signs for ${member}.`);
  }
  throw new UsageError(`member key is followed by create, add or retire.\n\n${MEMBER_USAGE}`);
}

function createKey(member: string, named: string | undefined): number {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(member)) {
    throw new UsageError(`"${member}" is no name of a member: write lower-case letters, digits and "-".`);
  }
  const file = named ?? signingKeyFiles(stateFolder(process.env)).member(member);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const before = existsSync(file) ? readSigningKeys(file) : [];
  const keys = [newSigningKey(member), ...before].slice(0, KEYS_KEPT);
  writeSigningKeys(file, keys);
  process.stdout.write(`${JSON.stringify(keys.map(publicPart), null, 2)}\n`);
  return 0;
}
