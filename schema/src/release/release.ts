import { createHash } from 'node:crypto';
import { z } from 'zod';
import { JWS_TYPES, payloadJson, readJws, signJws, unverifiedPayload } from './jws.js';
import {
  FULL_VARIANT,
  manifestSchema,
  RELEASE_LIMITS,
  releaseDocumentSchema,
  sequenceSchema,
  supergraphHashOf,
  type ReleaseDocument,
  type ReleaseManifest,
} from './manifest.js';
import { refused, type ReleaseRefusalCode, type Verdict } from './refusal.js';
import type { PrivateSigningKey, PublicSigningKey } from './signing-key.js';
import { isAllowedUrl, type UrlPolicy } from './url-policy.js';

declare const verified: unique symbol;

/** A manifest whose signature was verified; made by {@link verifyManifest} only. */
export interface VerifiedManifest {
  readonly [verified]: 'manifest';
  readonly manifest: ReleaseManifest;
  /** The hash of the release: SHA-256 of the payload's bytes, in hex. */
  readonly hash: string;
  readonly signedBy: PublicSigningKey;
  readonly jws: string;
}

/** A release that may be served; made by {@link verifyRelease} only. */
export interface VerifiedRelease extends VerifiedManifest {
  readonly variant: string;
  readonly supergraphSdl: string;
  /** As it was delivered, to be kept and verified again. */
  readonly document: ReleaseDocument;
}

export interface ManifestExpectations {
  /** Whose signature counts. */
  readonly keys: readonly PublicSigningKey[];
  readonly region: string;
  /** Releases before this one are refused; 1 takes all. */
  readonly minSequence: number;
}

export interface ReleaseExpectations extends ManifestExpectations {
  /** Default `full`. */
  readonly variant?: string;
  /** Default: any http or https address. */
  readonly urls?: UrlPolicy;
  /** Subgraphs that are called elsewhere than the release says, so that its address does not matter. */
  readonly addressedElsewhere?: (subgraph: string) => boolean;
}

export const sha256Hex = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/**
 * Signs a manifest.
 *
 * @returns the JWS and the hash of the release
 * @throws ZodError if it is not as {@link manifestSchema} says: nobody could take it
 */
export async function signRelease(
  manifest: ReleaseManifest,
  key: PrivateSigningKey,
): Promise<{ readonly jws: string; readonly hash: string }> {
  const payload = new TextEncoder().encode(JSON.stringify(manifestSchema.parse(manifest)));
  return { jws: await signJws(JWS_TYPES.release, payload, key), hash: sha256Hex(payload) };
}

/** Signature first: nothing of a manifest is believed, or told, before it is known whose it is. */
export async function verifyManifest(
  jws: string,
  { keys, region, minSequence }: ManifestExpectations,
): Promise<Verdict<VerifiedManifest, ReleaseRefusalCode>> {
  if (jws.length > RELEASE_LIMITS.manifestBytes)
    return tooLarge('The manifest', RELEASE_LIMITS.manifestBytes);
  const read = await readJws(JWS_TYPES.release, jws, keys);
  if (read.kind === 'malformed') {
    return refused('NOT_A_RELEASE', 'It is not signed as a release; take it from the region’s registry.');
  }
  if (read.kind === 'unknown-key') {
    return refused(
      'UNKNOWN_KEY',
      `It is signed with the key ${printable(read.kid)}, which is not trusted here; if the steward confirms this key, add it to the trusted release keys.`,
    );
  }
  if (read.kind === 'bad-signature') {
    return refused(
      'BAD_SIGNATURE',
      `Its signature is not that of the key ${printable(read.kid)}: somebody changed it.`,
    );
  }
  const parsed = manifestSchema.safeParse(payloadJson(read.payload));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? 'the manifest' : issue.path.join('.');
    return refused(
      'NOT_A_RELEASE',
      `${where} is not as format 1 says (${issue?.message ?? 'unknown fault'}).`,
    );
  }
  const manifest = parsed.data;
  if (manifest.region !== region) {
    return refused('WRONG_REGION', `It is a release of the region ${manifest.region}, not of ${region}.`);
  }
  if (manifest.sequence < minSequence) {
    return refused(
      'OLDER_THAN_PINNED',
      `It is release ${String(manifest.sequence)}; nothing before ${String(minSequence)} is taken. To go back, roll back in the registry, which makes a new release.`,
    );
  }
  const value = { manifest, hash: sha256Hex(read.payload), signedBy: read.key, jws };
  return { ok: true, value: value as VerifiedManifest };
}

/** The sequence that a manifest claims, before anybody looked at its signature; null: it claims none. */
export function unverifiedSequence(jws: string): number | null {
  const claimed = z.looseObject({ sequence: sequenceSchema }).safeParse(unverifiedPayload(jws));
  return claimed.success ? claimed.data.sequence : null;
}

/** Whether a document as delivered may be served. @returns it, or the reason against it; never throws */
export async function verifyRelease(
  document: unknown,
  expected: ReleaseExpectations,
): Promise<Verdict<VerifiedRelease, ReleaseRefusalCode>> {
  const parsed = releaseDocumentSchema.safeParse(document);
  if (!parsed.success) {
    const large = parsed.error.issues.some(({ code }) => code === 'too_big');
    if (large) return tooLarge('The release', RELEASE_LIMITS.documentBytes);
    return refused('NOT_A_RELEASE', 'It has not both a manifest and a supergraph.');
  }
  const signed = await verifyManifest(parsed.data.manifest, expected);
  if (!signed.ok) return signed;
  const { manifest } = signed.value;
  const variant = expected.variant ?? FULL_VARIANT;
  const hash = supergraphHashOf(manifest, variant);
  if (hash === null) return refused('NOT_A_RELEASE', `It has no variant ${variant}.`);
  const { supergraph } = parsed.data;
  if (sha256Hex(supergraph) !== hash) {
    return refused(
      'HASH_MISMATCH',
      'Its supergraph is not the one that the signed manifest names: somebody changed it.',
    );
  }
  const refusedUrl = urlRefusal(manifest, expected);
  if (refusedUrl !== null) return refusedUrl;
  return {
    ok: true,
    value: { ...signed.value, variant, supergraphSdl: supergraph, document: parsed.data },
  };
}

function urlRefusal(
  { subgraphs }: ReleaseManifest,
  { urls, addressedElsewhere }: ReleaseExpectations,
): Verdict<never, ReleaseRefusalCode> | null {
  if (urls === undefined) return null;
  const bad = subgraphs.filter(
    ({ name, url }) => addressedElsewhere?.(name) !== true && !isAllowedUrl(url, urls),
  );
  if (bad.length === 0) return null;
  const list = bad.map(({ name, url }) => `${name} (${new URL(url).origin})`).join(', ');
  return refused(
    'URL_NOT_ALLOWED',
    `It has subgraphs at addresses that may not be called: ${list}. ${urls.httpsOnly ? 'They must be https, at' : 'They must be at'} ${urls.hosts === null ? 'any host' : `one of ${urls.hosts.join(', ')}`}.`,
  );
}

function tooLarge(what: string, bytes: number): Verdict<never, ReleaseRefusalCode> {
  return refused('TOO_LARGE', `${what} is larger than the ${String(bytes)} bytes that are taken.`);
}

/** A key id comes from outside until the signature is verified. */
const printable = (kid: string): string => (/^[\w.-]{1,64}$/.test(kid) ? kid : '(unreadable)');
