import type { RegistryEntry } from '@modellregion/schema';
import type { PublicationReport } from '@modellregion/schema/checks';
import { sha256Hex, type StatementBody } from '@modellregion/schema/release';
import { Change } from '../history/change.js';
import {
  makeRelease,
  releaseSubgraph,
  saveSupergraph,
  type RegionVariant,
} from '../releases/make-release.js';
import { headRelease, type ReadRelease } from '../releases/read-release.js';
import { canonicalJson } from '../store/canonical.js';
import { inTurn, type Tx } from '../store/database.js';
import { consume, type Authenticated } from './authenticate.js';
import { checkRow, holdAgainstRegion } from './check.js';
import { entryOfMember, refuseShared } from './contract-of-member.js';
import type { Outcome } from './outcome.js';
import { RefusedAct } from './refusals.js';
import { readRegion, refuseFrozen, variantsOf } from './region.js';
import type { Registry } from './registry-context.js';

type Body = StatementBody<'subgraph.publish'>;

/** How often a check is made anew because somebody changed the region meanwhile. */
const ATTEMPTS = 3;

/**
 * `subgraph.publish`: checks the contract against the region as it is, and on acceptance stores version, check and the
 * new release in one transaction. What the checks refuse is stored as a check and changes nothing else.
 *
 * @throws RefusedAct
 */
export async function publish(registry: Registry, by: Authenticated, body: Body): Promise<Outcome> {
  // Before it takes a place in the queue.
  await entryOfMember(registry.db, by, body);
  return registry.publications.run(async () => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const outcome = await attemptToPublish(registry, by, body);
      if (outcome !== null) return outcome;
    }
    throw new RefusedAct(
      'CHANGED_MEANWHILE',
      `The region changed ${String(ATTEMPTS)} times during the check.`,
    );
  });
}

/** @returns null when the region changed during the check */
async function attemptToPublish(registry: Registry, by: Authenticated, body: Body): Promise<Outcome | null> {
  const { db } = registry;
  const checkedAgainst = await historyHead(db);
  const entry = await entryOfMember(db, by, body);
  const region = await readRegion(db);
  refuseFrozen(region);
  const head = await headRelease(db);
  refuseShared(entry, head?.manifest.subgraphs ?? []);
  if (await isPublished(db, head, entry, body.sdl)) {
    return { status: 'unchanged', entry: null, release: null, check: null };
  }
  const candidate = { entry, sdl: body.sdl };
  const report = await holdAgainstRegion(registry, head, variantsOf(region), { candidate });
  return inTurn(db, async (tx) => {
    if ((await historyHead(tx)) !== checkedAgainst) return null;
    await consume(tx, by);
    return store(tx, registry, by, { entry, sdl: body.sdl, report, head, variants: variantsOf(region) });
  });
}

interface Publication {
  readonly entry: RegistryEntry;
  readonly sdl: string;
  readonly report: PublicationReport;
  readonly head: ReadRelease | null;
  readonly variants: readonly RegionVariant[];
}

async function store(
  tx: Tx,
  registry: Registry,
  by: Authenticated,
  publication: Publication,
): Promise<Outcome> {
  const { entry, sdl, report } = publication;
  const change = new Change(tx);
  const check = checkRow(by, { entry, sdl }, report);
  await change.save('publicationCheck', check);
  const made = { ...check, kind: 'PUBLISH' } as const;
  const act = {
    memberId: by.member.id,
    action: by.statement.action,
    subject: entry.name,
    reason: by.statement.reason,
    statement: by.jws,
    at: by.at,
  };
  if (report.status === 'refused' || report.composed === null) {
    const refused = await change.enter(act, 'refused', { check: check.id });
    return { status: 'check-refused', entry: refused, release: null, check: made };
  }
  const version = await saveVersion(tx, change, by, entry, sdl);
  const release = await makeRelease(tx, change, registry, {
    reason: by.statement.reason,
    restores: null,
    subgraphs: [
      ...(publication.head?.manifest.subgraphs ?? []).filter(({ name }) => name !== entry.name),
      releaseSubgraph(entry, sdl, version),
    ],
    supergraphSha256: await saveSupergraph(tx, change, report.composed.supergraphSdl),
    variants: await saveVariants(tx, change, publication.variants, report.composed.variants),
  });
  const facts = { check: check.id, version, release: release.sequence, releaseHash: release.hash };
  return { status: 'done', entry: await change.enter(act, 'done', facts), release, check: made };
}

/** Writes a version of a subgraph, and whose its name is the first time. */
export async function saveVersion(
  tx: Tx,
  change: Change,
  { member, at }: Pick<Authenticated, 'member' | 'at'>,
  { sdlFile: _, ...entry }: RegistryEntry,
  sdl: string,
): Promise<number> {
  const { name } = entry;
  if ((await tx.subgraph.count({ where: { name } })) === 0) {
    await change.save('subgraph', { name, memberId: member.id, claimedAt: at });
  }
  const last = await tx.subgraphVersion.aggregate({ where: { subgraph: name }, _max: { version: true } });
  const version = (last._max.version ?? 0) + 1;
  await change.save('subgraphVersion', {
    subgraph: name,
    version,
    memberId: member.id,
    entry: canonicalJson(entry),
    sdl,
    sdlSha256: sha256Hex(sdl),
    publishedAt: at,
  });
  return version;
}

/** Stores the supergraph of every variant and says what a manifest says of them. */
export async function saveVariants(
  tx: Tx,
  change: Change,
  variants: readonly RegionVariant[],
  composed: readonly { readonly name: string; readonly supergraphSdl: string }[],
) {
  const made = [];
  for (const { name, includeTags, excludeTags } of variants) {
    const sdl = composed.find((it) => it.name === name)?.supergraphSdl;
    if (sdl === undefined) throw new Error(`The variant ${name} was not composed.`);
    made.push({
      name,
      ...(includeTags === undefined ? {} : { includeTags: [...includeTags] }),
      excludeTags: [...excludeTags],
      supergraphSha256: await saveSupergraph(tx, change, sdl),
    });
  }
  return made;
}

async function isPublished(
  tx: Tx,
  head: ReadRelease | null,
  { sdlFile: _, ...entry }: RegistryEntry,
  sdl: string,
): Promise<boolean> {
  const now = head?.manifest.subgraphs.find(({ name }) => name === entry.name);
  if (now?.sdlSha256 !== sha256Hex(sdl)) return false;
  const where = { subgraph_version: { subgraph: entry.name, version: now.version } };
  const stored = await tx.subgraphVersion.findUnique({ where });
  return stored?.entry === canonicalJson(entry) && canonicalJson(now.keys) === canonicalJson(entry.keys);
}

export async function historyHead(tx: Tx): Promise<number> {
  return (await tx.historyEntry.aggregate({ _max: { sequence: true } }))._max.sequence ?? 0;
}
