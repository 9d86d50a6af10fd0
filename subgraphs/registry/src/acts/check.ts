import { randomUUID } from 'node:crypto';
import type { PublicationReport, SubgraphContract } from '@modellregion/schema/checks';
import { sha256Hex } from '@modellregion/schema/release';
import type { PublicationCheck } from '../generated/prisma/client.js';
import type { RegionVariant } from '../releases/make-release.js';
import { contractsOf, type ReadRelease } from '../releases/read-release.js';
import { usedOperations } from '../reports/used-operations.js';
import type { Authenticated } from './authenticate.js';
import type { Registry } from './registry-context.js';

/** What is to change about a subgraph: its contract, or that it is there. */
export interface ProposedChange {
  readonly candidate: SubgraphContract;
  readonly withdraws?: boolean;
  /** Taken out by the steward whatever is found. */
  readonly forced?: boolean;
}

/** Holds a change against the region as it is: its contracts, grants, variants, and what clients used. */
export async function holdAgainstRegion(
  { allowedHosts, askRunning, check, clock, db, portalQueries, profile, usageDays }: Registry,
  head: ReadRelease | null,
  variants: readonly RegionVariant[],
  { candidate, forced = false, withdraws = false }: ProposedChange,
): Promise<PublicationReport> {
  const now = clock.now();
  const grants = await db.grant.findMany({
    where: { revokedAt: null, OR: [{ until: null }, { until: { gt: now } }] },
  });
  return check({
    before: head === null ? [] : await contractsOf(db, head.manifest.subgraphs),
    candidate,
    withdraws,
    forced,
    grants: grants.map(({ owner, partner, coordinate, allows, until }) => ({
      owner,
      partner,
      coordinate,
      // The table's check has the same list.
      allows: allows as 'OVERRIDE' | 'CONTRIBUTE' | 'REQUIRE' | 'MUTATE' | 'MARK',
      ...(until === null ? {} : { until: until.toISOString() }),
    })),
    usage: { days: usageDays, operations: await usedOperations(db, usageDays, now) },
    portalQueries,
    variants,
    running: askRunning ? 'ask' : 'skip',
    profile,
    ...(allowedHosts === null ? {} : { allowedHosts }),
    now: now.toISOString(),
  });
}

/** A check as it is stored. */
export function checkRow(
  { member, at }: Pick<Authenticated, 'member' | 'at'>,
  { entry, sdl }: SubgraphContract,
  report: PublicationReport,
): PublicationCheck {
  return {
    id: randomUUID(),
    subgraph: entry.name,
    memberId: member.id,
    sdlSha256: sha256Hex(sdl),
    status: report.status,
    report: JSON.stringify({ ...report, composed: null }),
    at,
  };
}
