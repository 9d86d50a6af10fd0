import { GraphQLError } from 'graphql';
import { authenticate, consume } from '../acts/authenticate.js';
import { checkMade } from '../acts/checks-made.js';
import { RefusedAct } from '../acts/refusals.js';
import { readRegion } from '../acts/region.js';
import type { QueryResolvers } from '../generated/graphql.js';
import { headRelease, readRelease, releaseAt } from '../releases/read-release.js';
import { usedOperations } from '../reports/used-operations.js';
import type { RegistryContext } from './context.js';
import { clamp, isUuid } from './paging.js';

export const Query: QueryResolvers = {
  region: (_, _args, { registry: { db } }) => readRegion(db),
  members: (_, _args, { registry: { db } }) => db.member.findMany({ orderBy: { id: 'asc' } }),
  member: (_, { id }, { registry: { db } }) => db.member.findUnique({ where: { id } }),
  subgraphs: async (_, _args, { registry: { db } }) => {
    const names = (await headRelease(db))?.manifest.subgraphs.map(({ name }) => name) ?? [];
    return db.subgraph.findMany({ where: { name: { in: names } }, orderBy: { name: 'asc' } });
  },
  subgraph: (_, { name }, { registry: { db } }) => db.subgraph.findUnique({ where: { name } }),
  checks: async (_, { subgraph, first }, { registry: { db } }) => {
    const where = subgraph == null ? {} : { subgraph };
    const rows = await db.publicationCheck.findMany({ where, orderBy: { at: 'desc' }, take: clamp(first) });
    return rows.map(checkMade);
  },
  check: async (_, { id }, { registry: { db } }) => {
    const row = isUuid(id) ? await db.publicationCheck.findUnique({ where: { id } }) : null;
    return row === null ? null : checkMade(row);
  },
  releases: async (_, { first, before }, { registry: { db } }) => {
    const where = before == null ? {} : { sequence: { lt: before } };
    const rows = await db.release.findMany({ where, orderBy: { sequence: 'desc' }, take: clamp(first) });
    return rows.map(readRelease);
  },
  release: (_, { sequence }, { registry: { db } }) =>
    sequence == null ? headRelease(db) : releaseAt(db, sequence),
  grants: (_, { owner, first }, { registry: { db } }) =>
    db.grant.findMany({
      where: owner == null ? {} : { owner },
      orderBy: { givenAt: 'desc' },
      take: clamp(first),
    }),
  gateways: (_, _args, { registry: { db } }) => db.gatewayServing.findMany({ orderBy: { gateway: 'asc' } }),
  history: (_, { first, before }, { registry: { db } }) =>
    db.historyEntry.findMany({
      where: before == null ? {} : { sequence: { lt: before } },
      orderBy: { sequence: 'desc' },
      take: clamp(first),
    }),
  usage: async (_, { days, first }, context) => {
    await requireReader(context);
    const { db, clock } = context.registry;
    return usedOperations(db, clamp(days, 400), clock.now(), clamp(first, 1_000));
  },
};

/** Which offices use what is for members to see: with a statement of theirs, once. */
async function requireReader({ registry, authorization }: RegistryContext): Promise<void> {
  const jws = /^Statement (\S+)$/i.exec(authorization ?? '')?.[1];
  if (jws === undefined) {
    throw new GraphQLError('Usage is read with "Authorization: Statement <a signed statement read>".', {
      extensions: { code: 'UNAUTHENTICATED' },
    });
  }
  try {
    const by = await authenticate(registry, jws);
    if (by.statement.action !== 'read') {
      throw new RefusedAct('WRONG_ACTION', `The statement says ${by.statement.action}, not read.`);
    }
    await registry.db.$transaction((tx) => consume(tx, by));
  } catch (error) {
    if (!(error instanceof RefusedAct)) throw error;
    throw new GraphQLError(`${error.message} ${error.remedy}`, { extensions: { code: error.code } });
  }
}
