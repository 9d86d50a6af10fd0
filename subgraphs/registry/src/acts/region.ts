import { z } from 'zod';
import type { StatementBody } from '@modellregion/schema/release';
import type { Region } from '../generated/prisma/client.js';
import type { Change } from '../history/change.js';
import { makeRelease, type RegionVariant } from '../releases/make-release.js';
import { headRelease, releaseAt } from '../releases/read-release.js';
import type { Tx } from '../store/database.js';
import { refusedAddresses } from './addresses.js';
import { requireSteward, type Authenticated } from './authenticate.js';
import type { Effect } from './members.js';
import { RefusedAct } from './refusals.js';
import type { Registry } from './registry-context.js';

const variantsSchema = z.array(
  z.strictObject({
    name: z.string(),
    includeTags: z.array(z.string()).optional(),
    excludeTags: z.array(z.string()),
  }),
);

export async function readRegion(tx: Tx): Promise<Region> {
  const region = await tx.region.findUnique({ where: { id: 1 } });
  if (region === null) throw new Error('The registry was not initialised: run "modellregion registry init".');
  return region;
}

/** Variants beside the full supergraph. */
export function variantsOf({ variants }: Region): readonly RegionVariant[] {
  return variantsSchema.parse(JSON.parse(variants)).map(({ name, includeTags, excludeTags }) => ({
    name,
    excludeTags,
    ...(includeTags === undefined ? {} : { includeTags }),
  }));
}

/** @throws RefusedAct FROZEN */
export function refuseFrozen({ frozenAt, frozenBy, frozenReason }: Region): void {
  if (frozenAt === null) return;
  throw new RefusedAct(
    'FROZEN',
    `Releases are frozen since ${frozenAt.toISOString()} by ${frozenBy ?? ''}: ${frozenReason ?? ''}`,
  );
}

/** `release.freeze`: nothing is published or withdrawn until it is ended, but by the steward's force. */
export async function freeze(tx: Tx, change: Change, by: Authenticated): Promise<Effect> {
  requireSteward(by);
  const region = await readRegion(tx);
  if (region.frozenAt !== null) throw new RefusedAct('ALREADY_FROZEN', 'Releases are frozen already.');
  await change.save('region', {
    ...region,
    frozenAt: by.at,
    frozenBy: by.member.id,
    frozenReason: by.statement.reason,
  });
  return { subject: region.name };
}

/** `release.unfreeze` */
export async function unfreeze(tx: Tx, change: Change, by: Authenticated): Promise<Effect> {
  requireSteward(by);
  const region = await readRegion(tx);
  if (region.frozenAt === null) throw new RefusedAct('NOT_FROZEN', 'Releases are not frozen.');
  await change.save('region', { ...region, frozenAt: null, frozenBy: null, frozenReason: null });
  return { subject: region.name };
}

/**
 * `release.rollback`: a new release with what an earlier one held. Call keys are those of today: a key that was
 * replaced since may be in the wrong hands.
 */
export async function rollback(
  tx: Tx,
  change: Change,
  by: Authenticated,
  { to }: StatementBody<'release.rollback'>,
  registry: Registry,
): Promise<Effect> {
  requireSteward(by);
  const [head, target] = await Promise.all([headRelease(tx), releaseAt(tx, to)]);
  if (head === null || target === null)
    throw new RefusedAct('UNKNOWN_RELEASE', `There is no release ${String(to)}.`);
  if (head.row.sequence === to)
    throw new RefusedAct('ALREADY_SERVED', `Release ${String(to)} is the newest.`);
  const [refused] = refusedAddresses(registry, target.manifest.subgraphs);
  if (refused !== undefined) {
    throw new RefusedAct(
      'ADDRESS_NOT_ALLOWED',
      `Release ${String(to)} has ${refused.name} at an address that gateways no longer call: ${refused.problem}`,
    );
  }
  const keysToday = new Map(head.manifest.subgraphs.map(({ name, keys }) => [name, keys]));
  const { subgraphs, supergraph, variants } = target.manifest;
  const made = await makeRelease(tx, change, registry, {
    reason: by.statement.reason,
    restores: to,
    subgraphs: subgraphs.map((it) => ({ ...it, keys: keysToday.get(it.name) ?? it.keys })),
    supergraphSha256: supergraph.sha256,
    variants,
  });
  return { subject: `release ${String(to)}`, facts: { release: made.sequence, releaseHash: made.hash } };
}
