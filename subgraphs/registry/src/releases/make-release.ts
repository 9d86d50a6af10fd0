import { ACCEPTED_CONTRACT_VERSIONS, CONTRACT_VERSION, type RegistryEntry } from '@modellregion/schema';
import {
  sha256Hex,
  signRelease,
  type PrivateSigningKey,
  type ReleaseManifest,
  type ReleaseSubgraph,
} from '@modellregion/schema/release';
import type { Registry } from '../acts/registry-context.js';
import type { Change } from '../history/change.js';
import type { Tx } from '../store/database.js';
import { headRelease } from './read-release.js';
import { tellOfRelease } from './release-news.js';

/** Versions of the contract that subgraphs of a release may speak. */
const CONTRACT = {
  current: CONTRACT_VERSION,
  previous: ACCEPTED_CONTRACT_VERSIONS.at(-1) ?? CONTRACT_VERSION,
};

/** A variant as a region has it, without what was composed of it. */
export interface RegionVariant {
  readonly name: string;
  readonly includeTags?: readonly string[];
  readonly excludeTags: readonly string[];
}

/** What a new release holds. */
export interface ReleaseContent {
  readonly reason: string;
  readonly restores: number | null;
  readonly subgraphs: readonly ReleaseSubgraph[];
  readonly supergraphSha256: string;
  readonly variants: ReleaseManifest['variants'];
}

export interface MadeRelease {
  readonly sequence: number;
  readonly hash: string;
}

/**
 * Signs and stores a release in the transaction of what it comes of. Its number is above every one that a gateway has
 * reported: a registry restored from a backup would otherwise give numbers out again, and gateways refuse to go back.
 */
export async function makeRelease(
  tx: Tx,
  change: Change,
  { region, releaseKeys, clock, log }: Pick<Registry, 'region' | 'releaseKeys' | 'clock' | 'log'>,
  content: ReleaseContent,
): Promise<MadeRelease> {
  const previous = await headRelease(tx);
  const served = await tx.gatewayServing.aggregate({ _max: { sequence: true } });
  const sequence = Math.max(previous?.row.sequence ?? 0, served._max.sequence ?? 0) + 1;
  const createdAt = clock.now();
  const manifest: ReleaseManifest = {
    format: 1,
    region,
    sequence,
    createdAt: createdAt.toISOString(),
    previous: previous === null ? null : { sequence: previous.row.sequence, hash: previous.row.hash },
    restores: content.restores,
    reason: content.reason,
    supergraph: { sha256: content.supergraphSha256 },
    variants: content.variants,
    subgraphs: [...content.subgraphs].sort((a, b) => (a.name < b.name ? -1 : 1)),
    releaseKeys: releaseKeys.map(({ kid, ed25519 }) => ({ kid, ed25519 })),
    contract: CONTRACT,
  };
  const key = signingKey(releaseKeys, previous?.manifest ?? null);
  if (key === null) {
    log.warn(
      { sequence },
      'release signed with a key that the last release does not name: pin it at every gateway',
    );
  }
  const { jws, hash } = await signRelease(manifest, key ?? releaseKeys[0]);
  await change.save('release', { sequence, hash, manifest: jws, createdAt });
  await tellOfRelease(tx);
  return { sequence, hash };
}

/**
 * The newest key that gateways trust: those that the last release names. A new key is named by one release and signs
 * from the next one on.
 */
function signingKey(
  keys: readonly [PrivateSigningKey, ...PrivateSigningKey[]],
  previous: ReleaseManifest | null,
): PrivateSigningKey | null {
  if (previous === null) return keys[0];
  return keys.find(({ ed25519 }) => previous.releaseKeys.some((it) => it.ed25519 === ed25519)) ?? null;
}

/** Stores a supergraph unless the same one is there, and says what it is called. */
export async function saveSupergraph(tx: Tx, change: Change, sdl: string): Promise<string> {
  const sha256 = sha256Hex(sdl);
  if ((await tx.supergraph.count({ where: { sha256 } })) === 0) {
    await change.save('supergraph', { sha256, sdl });
  }
  return sha256;
}

/** A subgraph as a manifest names it. */
export function releaseSubgraph(entry: RegistryEntry, sdl: string, version: number): ReleaseSubgraph {
  const { name, operator, url, deadlineMs, dataClasses, owns, theme, contract, keys } = entry;
  return {
    name,
    operator,
    url,
    sdlSha256: sha256Hex(sdl),
    version,
    deadlineMs,
    dataClasses: [...dataClasses],
    owns: [...owns],
    ...(theme === undefined ? {} : { theme }),
    ...(contract === undefined ? {} : { contract }),
    keys: [...keys],
  };
}
