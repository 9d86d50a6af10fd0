import {
  changesTrust,
  trustAfter,
  trustedKeys,
  trustOf,
  unverifiedSequence,
  verifyManifest,
  verifyRelease,
  type PublicSigningKey,
  type Refusal,
  type ReleaseDocument,
  type ReleaseRefusalCode,
  type ReleaseTrust,
  type VerifiedManifest,
  type VerifiedRelease,
} from '@modellregion/schema/release';
import { environmentName } from '../config.js';
import type { ReleaseConfig } from './release-config.js';
import { MAX_CHAIN, type KeptRelease } from './release-store.js';

export type Verification =
  | { readonly kind: 'release'; readonly release: VerifiedRelease }
  | { readonly kind: 'refused'; readonly refusal: Refusal<ReleaseRefusalCode> };

/**
 * What this gateway knows of releases: whose it takes, which it verified last and which it serves. It only ever
 * moves on: neither to an older release nor back to a key that was retired.
 */
export class ReleaseLedger {
  readonly #config: ReleaseConfig;
  readonly #subgraphUrls: ReadonlyMap<string, URL>;
  #trust: ReleaseTrust;
  #chain: readonly string[] = [];
  #verified: VerifiedManifest | null = null;
  #served: VerifiedRelease | null = null;

  constructor(
    config: ReleaseConfig,
    pinned: readonly PublicSigningKey[],
    subgraphUrls: ReadonlyMap<string, URL>,
  ) {
    this.#config = config;
    this.#trust = trustOf(pinned);
    this.#subgraphUrls = subgraphUrls;
  }

  /** The newest that was verified, served or not. */
  get verified(): VerifiedManifest | null {
    return this.#verified;
  }

  get served(): VerifiedRelease | null {
    return this.#served;
  }

  get kept(): KeptRelease {
    return { chain: this.#chain, document: this.#served?.document ?? null };
  }

  /**
   * Goes once more through what was kept, from the pinned keys on. Manifests that do not follow from there are passed
   * over: the operator may have pinned newer keys since.
   */
  async restore({ chain, document }: KeptRelease): Promise<Verification | null> {
    let verification: Verification | null = null;
    const at = document === null ? null : unverifiedSequence(document.manifest);
    for (const jws of chain) {
      const sequence = unverifiedSequence(jws);
      if (document !== null && verification === null && at !== null && sequence !== null && sequence > at) {
        verification = await this.verify(document);
      }
      const manifest = await verifyManifest(jws, this.#expected(this.#floor()));
      if (manifest.ok) this.#learn(manifest.value);
    }
    if (document === null) return null;
    return verification ?? (await this.verify(document));
  }

  /** Whether a document may be served after what was verified before it. */
  async verify(document: unknown): Promise<Verification> {
    const known = this.#verified;
    const result = await verifyRelease(document, {
      ...this.#expected(Math.max(this.#config.minSequence, this.#floor())),
      variant: this.#config.variant,
      urls: this.#config.urls,
      addressedElsewhere: (name) => this.#subgraphUrls.has(environmentName(name)),
    });
    if (!result.ok) return { kind: 'refused', refusal: result.refusal };
    const { manifest, hash } = result.value;
    // Two releases of one sequence: somebody signed twice, and a gateway must not go to and fro between them.
    if (known?.manifest.sequence === manifest.sequence && known.hash !== hash) {
      const text = `There is another release ${String(manifest.sequence)}, which was taken before; release again with a new sequence.`;
      return { kind: 'refused', refusal: { code: 'OLDER_THAN_PINNED', text } };
    }
    this.#learn(result.value);
    return { kind: 'release', release: result.value };
  }

  /** A release that lies between what is known and what is wanted: only what it says of keys is taken. */
  async pass(document: ReleaseDocument): Promise<boolean> {
    const manifest = await verifyManifest(document.manifest, this.#expected(this.#floor()));
    if (manifest.ok) this.#learn(manifest.value);
    return manifest.ok;
  }

  taken(release: VerifiedRelease): void {
    this.#served = release;
  }

  #floor(): number {
    return this.#verified?.manifest.sequence ?? 1;
  }

  #expected(minSequence: number) {
    return { keys: trustedKeys(this.#trust), region: this.#config.region, minSequence };
  }

  #learn(manifest: VerifiedManifest): void {
    if (changesTrust(this.#trust, manifest)) this.#chain = [...this.#chain, manifest.jws].slice(-MAX_CHAIN);
    this.#trust = trustAfter(this.#trust, manifest);
    this.#verified = manifest;
  }
}
