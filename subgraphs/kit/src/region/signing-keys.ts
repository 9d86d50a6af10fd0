import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memberNameOf, REPOSITORY_ROOT, type RegionFile, type RegistryEntry } from '@modellregion/schema';
import {
  generateSigningKey,
  publicPart,
  readSigningKeys,
  sha256Hex,
  writeSigningKeys,
  type PrivateSigningKey,
} from '@modellregion/schema/release';
import { writeFileAtomically } from '../database/atomic-file.js';
import { OperatorError } from '../database/index.js';

/** Where a state folder keeps what signs: releases by the registry, statements and reports by members. */
export function signingKeyFiles(state: string) {
  return {
    release: join(state, 'registry', 'release-keys.json'),
    releasePublic: join(state, 'registry', 'release-keys.public.json'),
    member: (member: string): string => join(state, 'registry', 'members', `${member}.json`),
  };
}

/** Where a region that `region create` wrote keeps the same, in its own folder: keys/ is in no commit. */
export function projectKeyFiles(root: string) {
  return {
    release: join(root, 'keys/release.json'),
    releasePublic: join(root, 'schema/release-keys.json'),
    member: (member: string): string => join(root, 'keys/members', `${member}.json`),
  };
}

/**
 * Everybody of a region who signs.
 *
 * @throws OperatorError when two authorities would be one member: each would sign for the other
 */
export function membersOf(
  region: RegionFile,
  entries: readonly Pick<RegistryEntry, 'operator'>[],
): readonly string[] {
  const parties = new Map<string, string>();
  const add = (member: string, name: string): void => {
    const other = parties.get(member) ?? name;
    if (other !== name) {
      throw new OperatorError(
        `${other} and ${name} are both called ${member} as members of the region: give the one that stands in ` +
          `schema/region.yaml another "member", or write the names of operators so that they differ in more than their kind.`,
      );
    }
    parties.set(member, name);
  };
  for (const { member, name } of [region.steward, region.gateway]) add(member, name);
  for (const { operator } of entries) add(memberNameOf(operator.name), operator.name);
  return [...parties.keys()];
}

/**
 * Makes the Ed25519 keys that are missing (developer profile): one for releases, one for each member. Existing ones
 * stay; who is new gets its own at the next start. Keys that lie in the region's own folder are taken over: its members
 * know each other by these.
 *
 * @param root the region's own folder
 * @throws OperatorError when a key file is damaged: replacing it silently would leave a member without its key
 */
export function ensureSigningKeys(state: string, members: readonly string[], root = REPOSITORY_ROOT): void {
  const files = signingKeyFiles(state);
  const own = projectKeyFiles(root);
  mkdirSync(join(state, 'registry', 'members'), { recursive: true, mode: 0o700 });
  const release = readOrMake(files.release, 'release', own.release);
  const text = `${JSON.stringify(release.map(publicPart), null, 2)}\n`;
  if (!existsSync(files.releasePublic) || readFileSync(files.releasePublic, 'utf8') !== text) {
    writeFileAtomically(files.releasePublic, text, 0o644);
  }
  for (const member of members) readOrMake(files.member(member), member, own.member(member));
}

function readOrMake(file: string, party: string, own: string): readonly PrivateSigningKey[] {
  try {
    const written = existsSync(own) ? readSigningKeys(own) : null;
    if (!existsSync(file)) writeSigningKeys(file, written ?? [newSigningKey(party)]);
    const keys = readSigningKeys(file);
    if (written !== null && !written.some((key) => keys.some(({ ed25519 }) => ed25519 === key.ed25519))) {
      throw new OperatorError(strangeKeys(file, own));
    }
    return keys;
  } catch (error) {
    throw new OperatorError(error instanceof Error ? error.message : String(error));
  }
}

/** Whoever knows the region by the keys in its folder would take none of its releases, and its registry be another's. */
function strangeKeys(file: string, own: string): string {
  return (
    `${file} has none of the keys of ${own}: this state folder is another region's, or was begun before these keys. Set ` +
    "MODELLREGION_STATE to a folder of this region's own; or, if nothing in it is needed, begin anew with " +
    '"npx --no modellregion reset".'
  );
}

/** A signing key whose id names the party and is derived from the key. */
export function newSigningKey(party: string): PrivateSigningKey {
  const key = generateSigningKey(party);
  return { ...key, kid: `${party}-${sha256Hex(key.ed25519).slice(0, 12)}` };
}
