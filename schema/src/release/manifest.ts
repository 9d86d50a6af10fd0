import { z } from 'zod';
import { DATA_CLASS_NAMES } from '../registry/data-classes.js';
import { DATA_THEMES } from '../registry/data-themes.js';
import { publicKeySchema } from '../registry/entry-schema.js';
import { isHttpEndpoint } from './url-policy.js';
import { publicSigningKeySchema } from './signing-key.js';

/** The variant that has everything. */
export const FULL_VARIANT = 'full';

/** Bounds of a release, in bytes or pieces: what is larger was made by nobody who means well. */
export const RELEASE_LIMITS = {
  manifestBytes: 2_000_000,
  supergraphBytes: 16_000_000,
  /** A document as delivered; JSON writes line ends and quotation marks of the supergraph with two characters. */
  documentBytes: 24_000_000,
  subgraphs: 1_000,
  variants: 20,
} as const;

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex');
export const sequenceSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const instantSchema = z.iso.datetime({ offset: false });
/** A name within the region: of the region itself, a member, a variant. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and "-"');
/** Words of people, in characters at most. */
export const text = (max: number) => z.string().trim().min(1).max(max);
export const reasonSchema = text(1_000);
const tagSchema = z.string().regex(/^[A-Za-z][\w/-]{0,127}$/, 'must be a tag');

/** The number of an authority, of one kind or another, and whom to write to: an office, not a person. */
export const authorityShape = {
  ags: z
    .string()
    .regex(/^\d{8}$/)
    .optional(),
  districtKey: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
  ars: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  contact: z.strictObject({ office: text(200), email: z.email().max(320) }),
};

const operatorSchema = z
  .strictObject({ name: text(200), ...authorityShape })
  .refine(
    ({ ags, districtKey, ars }) => [ags, districtKey, ars].filter((it) => it !== undefined).length === 1,
    'must have exactly one of ags, districtKey and ars',
  );

const subgraphSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9]{1,30}$/),
  operator: operatorSchema,
  url: z
    .string()
    .max(2_000)
    .refine(isHttpEndpoint, 'must be an http or https URL without user, query and fragment'),
  sdlSha256: sha256Schema,
  /** Counts the publications of this subgraph. */
  version: sequenceSchema,
  deadlineMs: z.int().min(100).max(60_000),
  dataClasses: z.array(z.enum(DATA_CLASS_NAMES)).min(1).max(DATA_CLASS_NAMES.length),
  owns: z.array(z.string().regex(/^[A-Z]\w{0,199}$/)).max(2_000),
  theme: z.enum(DATA_THEMES).optional(),
  /** Version of the contract that it is called by; none: the gateway's current one. */
  contract: z.int().min(1).max(1_000).optional(),
  keys: z.array(publicKeySchema).max(10),
});

const variantSchema = z.strictObject({
  name: nameSchema,
  includeTags: z.array(tagSchema).max(50).optional(),
  excludeTags: z.array(tagSchema).max(50),
  supergraphSha256: sha256Schema,
});

/** What a release says; the payload of its signature. */
export const manifestSchema = z
  .strictObject({
    format: z.literal(1),
    region: nameSchema,
    /** Grows by one with every release. */
    sequence: sequenceSchema,
    createdAt: instantSchema,
    previous: z.strictObject({ sequence: sequenceSchema, hash: sha256Schema }).nullable(),
    /** The release whose content this one brings back; a rollback is a release like any other. */
    restores: sequenceSchema.nullable(),
    reason: reasonSchema,
    /** Of the variant {@link FULL_VARIANT}. */
    supergraph: z.strictObject({ sha256: sha256Schema }),
    variants: z.array(variantSchema).max(RELEASE_LIMITS.variants),
    subgraphs: z.array(subgraphSchema).min(1).max(RELEASE_LIMITS.subgraphs),
    /** Who may sign the next release. */
    releaseKeys: z.array(publicSigningKeySchema).min(1).max(10),
    contract: z.strictObject({ current: z.int().min(1).max(1_000), previous: z.int().min(1).max(1_000) }),
  })
  .refine(({ subgraphs }) => allDiffer(subgraphs), 'must not name a subgraph twice')
  .refine(
    ({ variants }) => allDiffer(variants) && variants.every(({ name }) => name !== FULL_VARIANT),
    `must not name a variant twice or ${FULL_VARIANT}, which supergraph stands for`,
  )
  .refine(
    ({ sequence, previous, restores }) =>
      (previous === null || previous.sequence < sequence) && (restores === null || restores < sequence),
    'must follow the releases it names',
  );

export type ReleaseManifest = z.infer<typeof manifestSchema>;
export type ReleaseSubgraph = ReleaseManifest['subgraphs'][number];
export type ReleaseVariant = ReleaseManifest['variants'][number];

/** A release of one variant, as the registry delivers it and a gateway keeps it. */
export const releaseDocumentSchema = z.object({
  /** Compact JWS over the manifest. */
  manifest: z.string().max(RELEASE_LIMITS.manifestBytes),
  supergraph: z.string().max(RELEASE_LIMITS.supergraphBytes),
});
export type ReleaseDocument = z.infer<typeof releaseDocumentSchema>;

/** The SHA-256 that the manifest states for a variant's supergraph; null: it has no such variant. */
export function supergraphHashOf(manifest: ReleaseManifest, variant: string): string | null {
  if (variant === FULL_VARIANT) return manifest.supergraph.sha256;
  return manifest.variants.find(({ name }) => name === variant)?.supergraphSha256 ?? null;
}

function allDiffer(list: readonly { readonly name: string }[]): boolean {
  return new Set(list.map(({ name }) => name)).size === list.length;
}
