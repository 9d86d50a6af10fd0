import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  readSigningKeys,
  signStatement,
  type PrivateSigningKey,
  type Statement,
} from '@modellregion/schema/release';
import { z } from 'zod';
import { CommandError } from '../commands/command-error.js';
import type { RegistryClient } from './registry-client.js';

/** Who signs, and with which file. */
export interface Signer {
  readonly member: string;
  readonly keyFile: string;
}

/** What is to be done. */
export type Act = Pick<Statement, 'action' | 'body'>;

const outcomeShape = z.object({
  submit: z.object({
    status: z.enum(['DONE', 'UNCHANGED', 'CHECK_REFUSED', 'REFUSED']),
    refusal: z.object({ code: z.string(), reason: z.string(), remedy: z.string() }).nullable(),
    check: z.object({ id: z.string(), report: z.string() }).nullable(),
    release: z.object({ sequence: z.number(), hash: z.string() }).nullable(),
    entry: z.object({ sequence: z.number(), effect: z.string() }).nullable(),
  }),
});
export type SubmitAnswer = z.infer<typeof outcomeShape>['submit'];

const SUBMIT = `mutation ($statement: String!) {
  submit(statement: $statement) {
    status refusal { code reason remedy } check { id report } release { sequence hash } entry { sequence effect }
  }
}`;

/**
 * Signs an act and sends it.
 *
 * @throws CommandError when there is no key, or the registry does not answer
 */
export async function signAndSubmit(
  client: RegistryClient,
  signer: Signer,
  act: Act,
  reason: string,
): Promise<SubmitAnswer> {
  const statement = await signed(client, signer, act, reason);
  return (await client.ask(SUBMIT, outcomeShape, { statement })).submit;
}

/** @throws CommandError */
export async function signed(
  client: RegistryClient,
  { member, keyFile }: Signer,
  { action, body }: Act,
  reason: string,
): Promise<string> {
  const { region, valid } = await regionAndKeys(client, member);
  const envelope = { region, member, id: randomUUID(), issuedAt: new Date().toISOString(), reason };
  try {
    return await signStatement({ ...envelope, action, body } as Statement, keyOf(member, keyFile, valid));
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const faults = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new CommandError(`This cannot be said: ${faults.join('; ')}.`);
  }
}

const keysShape = z.object({
  region: z.object({ name: z.string() }),
  member: z
    .object({ keys: z.array(z.object({ kid: z.string(), retiredAt: z.string().nullable() })) })
    .nullable(),
});

async function regionAndKeys(client: RegistryClient, member: string) {
  const query = 'query ($id: ID!) { region { name } member(id: $id) { keys { kid retiredAt } } }';
  const answer = await client.ask(query, keysShape, { id: member });
  const valid = answer.member?.keys.filter(({ retiredAt }) => retiredAt === null).map(({ kid }) => kid) ?? [];
  return { region: answer.region.name, valid };
}

/** The newest key of the file that the registry takes; a new one is in the file before it is known there. */
function keyOf(member: string, file: string, valid: readonly string[]): PrivateSigningKey {
  if (!existsSync(file)) {
    throw new CommandError(
      `${file} does not exist: name the key file of ${member} with --key, or make one with "modellregion member key create --member ${member}".`,
    );
  }
  const keys = readSigningKeys(file);
  return keys.find(({ kid }) => valid.includes(kid)) ?? keys[0];
}
