import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { memberNameOf, type RegionFile, type RegistryEntry } from '@modellregion/schema';
import {
  publicPart,
  writeSigningKeys,
  type MemberRole,
  type PublicSigningKey,
} from '@modellregion/schema/release';
import { membersOf, newSigningKey, projectKeyFiles } from '../region/signing-keys.js';
import type { CreateOptions } from './options.js';

/** A member as the founding file states it. */
interface FoundingMember {
  readonly member: string;
  readonly name: string;
  readonly ags?: string;
  readonly districtKey?: string;
  readonly contact: { readonly office: string; readonly email: string };
  readonly roles: readonly MemberRole[];
  readonly keys: readonly PublicSigningKey[];
}

/** What `registry init --from` reads. */
export interface FoundingFile {
  readonly region: string;
  readonly members: readonly FoundingMember[];
  readonly subgraphs: {
    readonly folder: string;
    readonly root: string;
    readonly members: Readonly<Record<string, string>>;
  };
  readonly reason: string;
}

/**
 * Makes the signing keys of a region that is to be: for its releases, and for everybody who takes part. `dev` takes these
 * same keys over, so that what was signed on one machine counts on another.
 *
 * @returns the file that founds the region in a registry, with the public keys
 * @throws OperatorError when two authorities would be one member
 */
export function foundRegion(
  folder: string,
  region: RegionFile,
  operated: readonly CreateOptions[],
): FoundingFile {
  const entries = operated.map((one) => ({ name: one.name, operator: operatorOf(one) }));
  const names = membersOf(region, entries);
  const files = projectKeyFiles(folder);
  mkdirSync(dirname(files.member('')), { recursive: true, mode: 0o700 });
  const made = (party: string, file: string): PublicSigningKey => {
    const key = newSigningKey(party);
    writeSigningKeys(file, [key]);
    return publicPart(key);
  };
  writePublic(files.releasePublic, [made('release', files.release)]);
  return {
    region: region.name,
    members: names.map((member) => ({
      ...partyOf(member, region, entries),
      keys: [made(member, files.member(member))],
    })),
    subgraphs: {
      // As seen from the folder of the file.
      folder: 'registry',
      root: '..',
      members: Object.fromEntries(entries.map(({ name, operator }) => [name, memberNameOf(operator.name)])),
    },
    reason: 'The region begins',
  };
}

function operatorOf({ operator: { kind, key, name }, office, email }: CreateOptions) {
  return { name, ...(kind === 'ags' ? { ags: key } : { districtKey: key }), contact: { office, email } };
}

/** A member with all its roles: the steward may operate a subgraph as well. */
function partyOf(
  member: string,
  { steward, gateway }: RegionFile,
  entries: readonly Pick<RegistryEntry, 'operator'>[],
): Omit<FoundingMember, 'keys'> {
  const operated = entries.find(({ operator }) => memberNameOf(operator.name) === member)?.operator;
  const { name, contact, ...rest } = operated ?? (steward.member === member ? steward : gateway);
  const { ags, districtKey } = rest as Partial<RegistryEntry['operator']>;
  return {
    member,
    name,
    ...(ags === undefined ? {} : { ags }),
    ...(districtKey === undefined ? {} : { districtKey }),
    contact,
    roles: [
      ...(steward.member === member ? (['steward'] as const) : []),
      ...(gateway.member === member ? (['gateway'] as const) : []),
      ...(operated === undefined ? [] : (['operator'] as const)),
    ],
  };
}

function writePublic(file: string, keys: readonly PublicSigningKey[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`);
}
