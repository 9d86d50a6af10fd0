import { randomUUID } from 'node:crypto';
import type { RegistryEntry } from '@modellregion/schema';
import { checkPublication, type Grant, type PublicationReport } from '@modellregion/schema/checks';
import type { StatementBody } from '@modellregion/schema/release';
import { Change } from '../history/change.js';
import {
  makeRelease,
  releaseSubgraph,
  saveSupergraph,
  type MadeRelease,
  type RegionVariant,
} from '../releases/make-release.js';
import { inTurn, type Tx } from '../store/database.js';
import { refusedAddresses } from './addresses.js';
import { calledBy } from './contract-of-member.js';
import { saveNewMember } from './members.js';
import { saveVariants, saveVersion } from './publish.js';
import type { Registry } from './registry-context.js';

/** With what a region begins. */
export interface Founding {
  readonly region: string;
  /** One of them is steward. */
  readonly members: readonly StatementBody<'member.admit'>[];
  readonly variants: readonly RegionVariant[];
  /** Subgraphs of the first release, each with the member whose it is. */
  readonly contracts: readonly FoundingContract[];
  /** What their owners let the others do. */
  readonly grants: readonly Grant[];
  readonly reason: string;
}

export interface FoundingContract {
  readonly member: string;
  readonly entry: RegistryEntry;
  readonly sdl: string;
}

/** A region cannot be founded so; the message says why and what to do. */
export class FoundingError extends Error {
  override readonly name = 'FoundingError';
  /** What the composition of the first release said. */
  readonly report: PublicationReport | null;

  constructor(message: string, report: PublicationReport | null = null) {
    super(message);
    this.report = report;
  }
}

/**
 * Founds a region in an empty registry, at the registry's own machine and therefore without a statement: members, and
 * the first release if there are subgraphs to begin with. All of it or nothing.
 *
 * @throws FoundingError
 */
export async function found(
  registry: Pick<Registry, 'db' | 'clock' | 'log' | 'releaseKeys' | 'profile' | 'allowedHosts'>,
  founding: Founding,
): Promise<MadeRelease | null> {
  const { db } = registry;
  if (!founding.members.some(({ roles }) => roles.includes('steward'))) {
    throw new FoundingError('Somebody has to be the steward: give one member the role "steward".');
  }
  refuseAddresses(registry, founding);
  await refuseFounded(db);
  const composed = await composeAll(founding);
  return inTurn(db, async (tx) => {
    await refuseFounded(tx);
    await foundMembers(tx, founding, registry.clock.now());
    return composed === null ? null : foundRelease(tx, registry, founding, composed);
  });
}

async function refuseFounded(tx: Tx): Promise<void> {
  const region = await tx.region.findUnique({ where: { id: 1 } });
  if (region === null) return;
  throw new FoundingError(
    `This registry is that of the region ${region.name} already: members change it with statements.`,
  );
}

/** Gateways would refuse the first release as a whole, and there would be none to go back to. */
function refuseAddresses(
  registry: Pick<Registry, 'profile' | 'allowedHosts'>,
  { contracts }: Founding,
): void {
  const refused = refusedAddresses(
    registry,
    contracts.map(({ entry }) => entry),
  );
  if (refused.length === 0) return;
  const lines = refused.map(({ name, problem, fix }) => `  - ${name}: ${problem} ${fix}\n`);
  throw new FoundingError(
    `Gateways in production would not call these subgraphs, so no region is founded with them:\n${lines.join('')}` +
      'Hosts are allowed by MODELLREGION_RELEASE_HOSTS; a developer’s machine sets MODELLREGION_PROFILE=developer.',
  );
}

/**
 * The subgraphs a region begins with need each other, so they are composed at once and not checked one by one. Nor are
 * they asked what they serve: most know the region's keys only once there is a region.
 */
async function composeAll({ contracts, variants }: Founding): Promise<PublicationReport['composed']> {
  const last = contracts.at(-1);
  if (last === undefined) return null;
  const report = await checkPublication({
    before: contracts.slice(0, -1),
    candidate: last,
    grants: [],
    usage: null,
    portalQueries: [],
    variants,
    profile: 'developer',
  });
  if (report.composed !== null) return report.composed;
  const first = report.results.flatMap(({ findings }) => findings)[0];
  const why = first === undefined ? 'the check did not end' : `${first.code}: ${first.problem}`;
  throw new FoundingError(`The subgraphs to begin with do not compose (${why}).`, report);
}

async function foundMembers(
  tx: Tx,
  { region, members, variants, reason }: Founding,
  at: Date,
): Promise<void> {
  const steward = members.find(({ roles }) => roles.includes('steward'));
  const change = new Change(tx);
  await change.save('region', {
    id: 1,
    name: region,
    variants: JSON.stringify(variants),
    createdAt: at,
    frozenAt: null,
    frozenBy: null,
    frozenReason: null,
  });
  for (const member of members) await saveNewMember(tx, change, member, at);
  const act = { memberId: steward?.member ?? '', action: 'registry.init', subject: region, reason };
  await change.enter({ ...act, statement: null, at }, 'done', { members: members.length });
}

async function foundRelease(
  tx: Tx,
  registry: Pick<Registry, 'clock' | 'log' | 'releaseKeys'>,
  { region, contracts, grants, variants, reason, members }: Founding,
  composed: NonNullable<PublicationReport['composed']>,
): Promise<MadeRelease> {
  const at = registry.clock.now();
  const change = new Change(tx);
  const subgraphs = [];
  for (const { member: id, entry: stated, sdl } of contracts) {
    const member = await tx.member.findUniqueOrThrow({ where: { id } });
    const entry = calledBy(stated);
    subgraphs.push(releaseSubgraph(entry, sdl, await saveVersion(tx, change, { member, at }, entry, sdl)));
  }
  for (const { until, ...grant } of grants) {
    const times = { until: until === undefined ? null : new Date(until), givenAt: at, revokedAt: null };
    await change.save('grant', { id: randomUUID(), ...grant, ...times });
  }
  const release = await makeRelease(
    tx,
    change,
    { ...registry, region },
    {
      reason,
      restores: null,
      subgraphs,
      supergraphSha256: await saveSupergraph(tx, change, composed.supergraphSdl),
      variants: await saveVariants(tx, change, variants, composed.variants),
    },
  );
  const memberId = members.find(({ roles }) => roles.includes('steward'))?.member ?? '';
  const act = { memberId, action: 'registry.init', subject: `release ${String(release.sequence)}`, reason };
  await change.enter({ ...act, statement: null, at }, 'done', {
    release: release.sequence,
    releaseHash: release.hash,
  });
  return release;
}
