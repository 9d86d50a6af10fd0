import { z } from 'zod';
import { RESERVED_NAMES } from '../registry/entry-schema.js';
import { GRANTED_ACTS } from '../registry/granted-acts.js';
import { JWS_TYPES, payloadJson, readJws, signJws, unverifiedPayload } from './jws.js';
import { authorityShape, instantSchema, nameSchema, reasonSchema, sequenceSchema, text } from './manifest.js';
import { refused, type SignedRefusalCode, type Verdict } from './refusal.js';
import { publicSigningKeySchema, type PrivateSigningKey, type PublicSigningKey } from './signing-key.js';

/** Largest statement, in characters: a subgraph's SDL is in it. */
export const MAX_STATEMENT_LENGTH = 4_000_000;
/** Seconds that a statement may be old, or ahead of this clock. */
export const STATEMENT_WINDOW_SECONDS = 300;

const subgraphName = z
  .string()
  .regex(/^[a-z][a-z0-9]{1,30}$/, 'must be 2 to 31 lower-case letters or digits, a letter first')
  .refine((name) => !RESERVED_NAMES.includes(name), `must not be one of ${RESERVED_NAMES.join(', ')}`);
const memberName = nameSchema;

/** What a member may do besides its own publications: `steward` runs the region, `gateway` reports. */
export const MEMBER_ROLES = ['steward', 'operator', 'gateway'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

const memberSchema = z.strictObject({
  /** Short name, for example `paderborn`. */
  member: memberName,
  /** As people say it: `Stadt Paderborn`. */
  name: text(200),
  ...authorityShape,
  roles: z.array(z.enum(MEMBER_ROLES)).min(1).max(MEMBER_ROLES.length),
});

const contractBody = z.strictObject({
  name: subgraphName,
  /** All fields of the registry file; the registry reads them with the file's own schema. */
  entry: z.record(z.string(), z.unknown()),
  sdl: z.string().min(1).max(2_000_000),
});

/** What each action says; the registry reads `body` with it. */
export const STATEMENT_BODIES = {
  'member.admit': memberSchema.extend({ keys: z.array(publicSigningKeySchema).min(1).max(10) }),
  'member.change': memberSchema.partial().required({ member: true }),
  'key.add': z.strictObject({ member: memberName, key: publicSigningKeySchema }),
  'key.retire': z.strictObject({ member: memberName, kid: z.string().max(64) }),
  'subgraph.publish': contractBody,
  /** What the checks would say to a publication; nothing changes. */
  'subgraph.check': contractBody,
  'subgraph.withdraw': z.strictObject({
    name: subgraphName,
    /** The steward's: whatever the checks find, as long as the others compose without it. */
    force: z.boolean().optional(),
  }),
  'grant.give': z.strictObject({
    /** Subgraph that owns what is granted. */
    owner: subgraphName,
    /** Subgraph that may. */
    partner: subgraphName,
    /** `Type` or `Type.field`. */
    coordinate: z.string().regex(/^[A-Za-z_]\w{0,199}(\.[A-Za-z_]\w{0,199})?$/, 'must be Type or Type.field'),
    allows: z.enum(GRANTED_ACTS),
    until: instantSchema.optional(),
  }),
  'grant.revoke': z.strictObject({ grant: z.string().min(1).max(64) }),
  'release.freeze': z.strictObject({}),
  'release.unfreeze': z.strictObject({}),
  'release.rollback': z.strictObject({ to: sequenceSchema }),
  read: z.strictObject({ what: z.enum(['usage']) }),
} as const;

export type StatementAction = keyof typeof STATEMENT_BODIES;
export const STATEMENT_ACTIONS = Object.keys(STATEMENT_BODIES) as readonly StatementAction[];
export type StatementBody<Action extends StatementAction> = z.infer<(typeof STATEMENT_BODIES)[Action]>;

const envelopeSchema = z.strictObject({
  region: nameSchema,
  member: memberName,
  action: z.enum(STATEMENT_ACTIONS),
  /** Once; the registry takes no id twice. */
  id: z.uuid(),
  issuedAt: instantSchema,
  reason: reasonSchema,
  body: z.unknown(),
});

/** A member's act: who does what, when and why. */
export type Statement = {
  readonly [Action in StatementAction]: Omit<z.infer<typeof envelopeSchema>, 'action' | 'body'> & {
    readonly action: Action;
    readonly body: StatementBody<Action>;
  };
}[StatementAction];

export interface VerifiedStatement {
  readonly statement: Statement;
  readonly signedBy: PublicSigningKey;
}

export interface StatementExpectations {
  readonly region: string;
  /** Keys of a member that are valid now; none for a stranger. */
  readonly keysOf: (member: string) => readonly PublicSigningKey[] | Promise<readonly PublicSigningKey[]>;
  readonly now?: Date;
}

/** @throws ZodError if it is not as its action says */
export async function signStatement(statement: Statement, key: PrivateSigningKey): Promise<string> {
  const envelope = envelopeSchema.parse(statement);
  const body = STATEMENT_BODIES[envelope.action].parse(envelope.body);
  return signJws(JWS_TYPES.statement, new TextEncoder().encode(JSON.stringify({ ...envelope, body })), key);
}

/**
 * Whether a member said this, just now and in this region. Whether it may, and whether it said it before (`id`), is
 * for the registry to decide.
 */
export async function verifyStatement(
  jws: string,
  { region, keysOf, now = new Date() }: StatementExpectations,
): Promise<Verdict<VerifiedStatement, SignedRefusalCode>> {
  if (jws.length > MAX_STATEMENT_LENGTH) {
    return refused('TOO_LARGE', `The statement is longer than ${String(MAX_STATEMENT_LENGTH)} characters.`);
  }
  const claimed = z.looseObject({ member: memberName }).safeParse(unverifiedPayload(jws));
  if (!claimed.success) return malformed('it names no member');
  const read = await readJws(JWS_TYPES.statement, jws, await keysOf(claimed.data.member));
  if (read.kind === 'malformed') return malformed('it is not signed as a statement');
  if (read.kind !== 'signed') return keyRefusal(read.kind, claimed.data.member);
  const envelope = envelopeSchema.safeParse(payloadJson(read.payload));
  if (!envelope.success) return malformed(firstIssue(envelope.error));
  const body = STATEMENT_BODIES[envelope.data.action].safeParse(envelope.data.body);
  if (!body.success) return malformed(`body of ${envelope.data.action}: ${firstIssue(body.error)}`);
  if (envelope.data.region !== region) {
    return refused(
      'WRONG_REGION',
      `The statement is for the region ${envelope.data.region}, not for ${region}.`,
    );
  }
  if (Math.abs(now.getTime() - Date.parse(envelope.data.issuedAt)) > STATEMENT_WINDOW_SECONDS * 1_000) {
    return refused(
      'STALE',
      `The statement was issued at ${envelope.data.issuedAt}, more than ${String(STATEMENT_WINDOW_SECONDS)} s from now.`,
    );
  }
  const statement = { ...envelope.data, body: body.data } as Statement;
  return { ok: true, value: { statement, signedBy: read.key } };
}

export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
  return `${where}: ${issue?.message ?? 'not as expected'}`;
}

function malformed(why: string): Verdict<never, SignedRefusalCode> {
  return refused('MALFORMED', `The statement cannot be read (${why}).`);
}

export function keyRefusal(
  kind: 'unknown-key' | 'bad-signature',
  member: string,
): Verdict<never, SignedRefusalCode> {
  return kind === 'unknown-key'
    ? refused('UNKNOWN_KEY', `It is signed with no key of ${member} that is valid.`)
    : refused(
        'BAD_SIGNATURE',
        `Its signature is not that of ${member}: somebody changed it, or the key file is another one.`,
      );
}
