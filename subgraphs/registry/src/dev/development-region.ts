import { readFileSync } from 'node:fs';
import {
  loadKeyDirectory,
  loadRegion,
  loadRegistry,
  memberNameOf,
  type RegionFile,
  type RegistryEntry,
} from '@modellregion/schema';
import { loadGrants, loadVariants } from '@modellregion/schema/checks';
import {
  publicPart,
  readSigningKeys,
  type MemberRole,
  type StatementBody,
} from '@modellregion/schema/release';
import { membersOf, signingKeyFiles } from '@modellregion/subgraph-kit/region';
import type { Founding, FoundingContract } from '../acts/found.js';

/** The region of a state folder: files of this clone, keys of the folder. For development alone. */
export interface DevelopmentRegion {
  readonly region: RegionFile;
  readonly state: string;
  readonly contracts: readonly FoundingContract[];
}

/** @param keyDirectory JSON file with everybody's public call keys */
export function developmentRegion(state: string, keyDirectory: string | undefined): DevelopmentRegion {
  const entries = loadRegistry();
  const { subgraphs } = loadKeyDirectory(keyDirectory, entries);
  const contracts = entries.map((entry) => ({
    member: memberNameOf(entry.operator.name),
    entry: { ...entry, keys: subgraphs.get(entry.name) ?? entry.keys },
    sdl: readFileSync(entry.sdlFile, 'utf8'),
  }));
  return { region: loadRegion(), state, contracts };
}

/** What a first start founds. */
export function foundingOf({ region, state, contracts }: DevelopmentRegion): Founding {
  return {
    region: region.name,
    members: membersOf(
      region,
      contracts.map(({ entry }) => entry),
    ).map((member) => memberOf({ region, state, contracts }, member)),
    variants: loadVariants(),
    contracts,
    grants: loadGrants(),
    reason: 'First start of this region on a developer’s machine',
  };
}

/** A member as it is admitted. */
export function memberOf(
  { region, state, contracts }: DevelopmentRegion,
  member: string,
): StatementBody<'member.admit'> {
  const operated = contracts.find((it) => it.member === member)?.entry.operator;
  const party = [region.steward, region.gateway].find((it) => it.member === member);
  const roles: MemberRole[] = [
    ...(region.steward.member === member ? (['steward'] as const) : []),
    ...(region.gateway.member === member ? (['gateway'] as const) : []),
    ...(operated === undefined ? [] : (['operator'] as const)),
  ];
  const { name, ...rest } = operated ?? party ?? unknownParty(member);
  const { ags, districtKey, ars, contact } = rest as Partial<
    RegistryEntry['operator'] & RegionFile['steward']
  >;
  return {
    member,
    name,
    ...(ags === undefined ? {} : { ags }),
    ...(districtKey === undefined ? {} : { districtKey }),
    ...(ars === undefined ? {} : { ars }),
    contact: contact ?? { office: name, email: `${member}@region.example` },
    roles,
    keys: readSigningKeys(signingKeyFiles(state).member(member)).map(publicPart),
  };
}

function unknownParty(member: string): never {
  throw new Error(`Nobody in the files of the region is called ${member}.`);
}
