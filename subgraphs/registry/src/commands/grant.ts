import { GRANTED_ACTS, type GrantedAct } from '@modellregion/schema/release';
import { z } from 'zod';
import { signAndSubmit, type Act } from '../client/signer.js';
import type { RegistryClient } from '../client/registry-client.js';
import { UsageError } from './command-error.js';
import {
  clientOf,
  READ_OPTIONS,
  reasonOf,
  SIGN_HELP,
  SIGN_OPTIONS,
  signerOf,
  table,
  tell,
} from './common.js';
import { given, needed, readOptions, type Given } from './read-options.js';

export const GRANT_USAGE = `modellregion grant — what owners let partners do

  grant list [--json]                                grants in force, and those that have ended
  grant give COORDINATE --owner NAME --to NAME --allows KIND [--until INSTANT] --reason TEXT
      COORDINATE        exactly one Type or Type.field that the subgraph --owner answers for
      --to NAME         the subgraph that may
      --allows KIND     ${GRANTED_ACTS.join(', ')}
      --until INSTANT   when it ends by itself, such as 2027-01-01T00:00:00Z
  grant revoke ID --owner NAME --reason TEXT         counts from the partner's next publication

${SIGN_HELP}`;

/** `grant list|give|revoke` */
export async function grantCommand(argv: readonly string[]): Promise<number> {
  const [what = '', ...rest] = argv;
  if (what === 'list') return list(rest);
  if (what === 'give') return give(rest);
  if (what === 'revoke') return revoke(rest);
  throw new UsageError(`grant is followed by list, give or revoke.\n\n${GRANT_USAGE}`);
}

const grantsShape = z.object({
  grants: z.array(
    z.object({
      id: z.string(),
      owner: z.string(),
      partner: z.string(),
      coordinate: z.string(),
      allows: z.string(),
      until: z.string().nullable(),
      revokedAt: z.string().nullable(),
    }),
  ),
});

async function list(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, READ_OPTIONS, GRANT_USAGE);
  const query = '{ grants(first: 100) { id owner partner coordinate allows until revokedAt } }';
  const { grants } = await clientOf(options).ask(query, grantsShape);
  if (options.values['json'] === true) process.stdout.write(`${JSON.stringify(grants, null, 2)}\n`);
  else if (grants.length === 0) process.stdout.write('No owner has given a grant.\n');
  else {
    const rows = grants.map(({ id, owner, partner, coordinate, allows, until, revokedAt }) => [
      coordinate,
      `${owner} to ${partner}`,
      allows,
      revokedAt === null ? (until === null ? 'in force' : `until ${until}`) : `revoked ${revokedAt}`,
      id,
    ]);
    process.stdout.write(table(rows));
  }
  return 0;
}

async function give(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, ['owner', 'to', 'allows', 'until', ...SIGN_OPTIONS], GRANT_USAGE);
  const [coordinate] = options.words;
  if (coordinate === undefined)
    throw new UsageError(`Say what is granted: Type or Type.field.\n\n${GRANT_USAGE}`);
  const owner = needed(options, 'owner', GRANT_USAGE);
  const partner = needed(options, 'to', GRANT_USAGE);
  const allows = kindOf(needed(options, 'allows', GRANT_USAGE));
  const until = instantOf(given(options, 'until'));
  const body = { owner, partner, coordinate, allows, ...(until === undefined ? {} : { until }) };
  return perform(options, owner, { action: 'grant.give', body }, `${partner} may: ${allows} ${coordinate}.`);
}

async function revoke(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, ['owner', ...SIGN_OPTIONS], GRANT_USAGE);
  const [grant] = options.words;
  if (grant === undefined)
    throw new UsageError(`Say which grant; "grant list" has the ids.\n\n${GRANT_USAGE}`);
  const owner = needed(options, 'owner', GRANT_USAGE);
  return perform(options, owner, { action: 'grant.revoke', body: { grant } }, 'The grant is revoked.');
}

async function perform(options: Given, owner: string, act: Act, done: string): Promise<number> {
  const client = clientOf(options);
  const signer = signerOf(options, await memberOf(client, owner));
  return tell(await signAndSubmit(client, signer, act, reasonOf(options, GRANT_USAGE)), done);
}

async function memberOf(client: RegistryClient, subgraph: string): Promise<string | null> {
  const shape = z.object({ subgraph: z.object({ member: z.object({ id: z.string() }) }).nullable() });
  const query = 'query ($name: ID!) { subgraph(name: $name) { member { id } } }';
  return (await client.ask(query, shape, { name: subgraph })).subgraph?.member.id ?? null;
}

function kindOf(text: string): GrantedAct {
  const kind = GRANTED_ACTS.find((it) => it === text.toUpperCase());
  if (kind !== undefined) return kind;
  throw new UsageError(`--allows is one of ${GRANTED_ACTS.join(', ')}, not "${text}".`);
}

function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new UsageError(`--until is an instant such as 2027-01-01T00:00:00Z, not "${text}".`);
}
