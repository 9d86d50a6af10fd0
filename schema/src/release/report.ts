import { z } from 'zod';
import { JWS_TYPES, payloadJson, readJws, signJws, unverifiedPayload } from './jws.js';
import { instantSchema, nameSchema, sequenceSchema, sha256Schema } from './manifest.js';
import { refused, type SignedRefusalCode, type Verdict } from './refusal.js';
import { firstIssue, keyRefusal } from './statement.js';
import type { PrivateSigningKey, PublicSigningKey } from './signing-key.js';

/** Bounds of a batch of usage. */
export const USAGE_LIMITS = {
  /** Characters of the whole report as it is sent. */
  reportLength: 2_000_000,
  operations: 1_000,
  /** Characters of one signature. */
  signatureLength: 50_000,
  fields: 2_000,
} as const;

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const operationSchema = z.strictObject({
  /** The document without literals, variables' values and comments; aliases are kept. */
  signature: z.string().min(1).max(USAGE_LIMITS.signatureLength),
  /** SHA-256 of the signature. */
  hash: sha256Schema,
  name: z.string().max(200).nullable(),
  client: z.strictObject({ name: z.string().min(1).max(100), version: z.string().max(100).nullable() }),
  /** `Type.field`, each once. */
  fields: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z_]\w*\.[A-Za-z_]\w*$/)
        .max(400),
    )
    .max(USAGE_LIMITS.fields),
  count: count.min(1),
  /** Of these how many ended with an error. */
  errors: count,
});

/** What a gateway's clients asked for in a span of time: no variables, no literals, no personal data. */
export const usageBatchSchema = z.strictObject({
  region: nameSchema,
  /** Name of the member that is the gateway. */
  gateway: nameSchema,
  /** Once: a batch that comes twice counts once. */
  id: z.uuid(),
  from: instantSchema,
  to: instantSchema,
  /** Hash of the release that was served at the end of the span; null: none of a registry. */
  release: sha256Schema.nullable(),
  operations: z.array(operationSchema).max(USAGE_LIMITS.operations),
});

/** What a gateway serves. */
export const servingReportSchema = z.strictObject({
  region: nameSchema,
  gateway: nameSchema,
  release: sha256Schema,
  sequence: sequenceSchema,
  since: instantSchema,
});

const REPORTS = { usage: usageBatchSchema, serving: servingReportSchema } as const;
export type ReportKind = keyof typeof REPORTS;
export type Report<Kind extends ReportKind> = z.infer<(typeof REPORTS)[Kind]>;
export type UsageBatch = Report<'usage'>;
export type UsageOperation = UsageBatch['operations'][number];
export type ServingReport = Report<'serving'>;

export interface ReportExpectations {
  readonly region: string;
  /** Keys of a gateway that are valid now; none for a stranger. */
  readonly keysOf: (gateway: string) => readonly PublicSigningKey[] | Promise<readonly PublicSigningKey[]>;
}

/** @throws ZodError if it is not as its kind says */
export async function signReport<Kind extends ReportKind>(
  kind: Kind,
  report: Report<Kind>,
  key: PrivateSigningKey,
): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(REPORTS[kind].parse(report)));
  return signJws(JWS_TYPES.report, payload, key);
}

/** Whether a gateway of this region said this. */
export async function verifyReport<Kind extends ReportKind>(
  kind: Kind,
  jws: string,
  { region, keysOf }: ReportExpectations,
): Promise<Verdict<Report<Kind>, SignedRefusalCode>> {
  if (jws.length > USAGE_LIMITS.reportLength) {
    return refused('TOO_LARGE', `The report is longer than ${String(USAGE_LIMITS.reportLength)} characters.`);
  }
  const claimed = z.looseObject({ gateway: nameSchema }).safeParse(unverifiedPayload(jws));
  if (!claimed.success) return malformed('it names no gateway');
  const read = await readJws(JWS_TYPES.report, jws, await keysOf(claimed.data.gateway));
  if (read.kind === 'malformed') return malformed('it is not signed as a report');
  if (read.kind !== 'signed') return keyRefusal(read.kind, claimed.data.gateway);
  const parsed = REPORTS[kind].safeParse(payloadJson(read.payload));
  if (!parsed.success) return malformed(firstIssue(parsed.error));
  if (parsed.data.region !== region) {
    return refused('WRONG_REGION', `The report is for the region ${parsed.data.region}, not for ${region}.`);
  }
  return { ok: true, value: parsed.data as Report<Kind> };
}

function malformed(why: string): Verdict<never, SignedRefusalCode> {
  return refused('MALFORMED', `The report cannot be read (${why}).`);
}
