import type { VerifiedManifest } from './release.js';
import type { PublicSigningKey } from './signing-key.js';

/**
 * Whose releases are taken: the keys an operator pinned and those that the last verified release names. A key that a
 * verified release no longer names is retired, pinned or not: otherwise a key that was stolen and replaced would
 * stay good wherever it is pinned.
 */
export interface ReleaseTrust {
  readonly pinned: readonly PublicSigningKey[];
  /** Of the last release; null before the first. */
  readonly named: readonly PublicSigningKey[] | null;
  /** Public keys that were named once and are no longer. */
  readonly retired: ReadonlySet<string>;
}

export const trustOf = (pinned: readonly PublicSigningKey[]): ReleaseTrust => ({
  pinned,
  named: null,
  retired: new Set(),
});

/** The keys that may sign the next release. */
export function trustedKeys({ pinned, named, retired }: ReleaseTrust): readonly PublicSigningKey[] {
  const all = new Map([...pinned, ...(named ?? [])].map((key) => [`${key.kid} ${key.ed25519}`, key]));
  return [...all.values()].filter(({ ed25519 }) => !retired.has(ed25519));
}

/** The trust after a release that was verified under it. */
export function trustAfter(trust: ReleaseTrust, { manifest, signedBy }: VerifiedManifest): ReleaseTrust {
  const { releaseKeys } = manifest;
  const known = [signedBy, ...(trust.named ?? [])].map(({ ed25519 }) => ed25519);
  const current = new Set(releaseKeys.map(({ ed25519 }) => ed25519));
  // A key that is named again was brought back by somebody who may.
  const retired = new Set([...trust.retired, ...known].filter((key) => !current.has(key)));
  return { pinned: trust.pinned, named: releaseKeys, retired };
}

/** Whether a release changes who may sign: what has to be kept, so that the trust can be worked out again. */
export function changesTrust(trust: ReleaseTrust, release: VerifiedManifest): boolean {
  const before = trust.named === null ? null : keyList(trust.named);
  return before !== keyList(release.manifest.releaseKeys);
}

const keyList = (keys: readonly PublicSigningKey[]): string =>
  keys
    .map(({ kid, ed25519 }) => `${kid} ${ed25519}`)
    .sort()
    .join('\n');
