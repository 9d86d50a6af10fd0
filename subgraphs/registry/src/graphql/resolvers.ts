import { z } from 'zod';
import { GraphQLScalarType } from 'graphql';
import { lastCheck } from '../acts/checks-made.js';
import { RefusedAct } from '../acts/refusals.js';
import { submit } from '../acts/submit.js';
import type { Resolvers } from '../generated/graphql.js';
import { headRelease, releaseAt } from '../releases/read-release.js';
import { clamp } from './paging.js';
import { Query } from './query.js';

const refusingRules = z.object({ results: z.array(z.object({ code: z.string(), status: z.string() })) });

const STATUS = {
  done: 'DONE',
  unchanged: 'UNCHANGED',
  'check-refused': 'CHECK_REFUSED',
  refused: 'REFUSED',
} as const;

/** The interface of the registry; field by field what the tables do not say by themselves. */
export const resolvers: Resolvers = {
  DateTime: new GraphQLScalarType({
    name: 'DateTime',
    serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  }),
  Query,
  Mutation: {
    submit: async (_, { statement }, { registry }) => {
      try {
        return await submit(registry, statement);
      } catch (error) {
        if (!(error instanceof RefusedAct)) throw error;
        registry.log.warn({ code: error.code, reason: error.message }, 'statement refused');
        return { status: 'refused', refusal: error };
      }
    },
  },
  Region: { release: (_, _args, { registry: { db } }) => headRelease(db) },
  Member: {
    keys: ({ id }, _args, { registry: { db } }) =>
      db.memberKey.findMany({ where: { memberId: id }, orderBy: [{ addedAt: 'desc' }, { kid: 'asc' }] }),
  },
  Subgraph: {
    member: ({ memberId }, _args, { registry: { db } }) =>
      db.member.findUniqueOrThrow({ where: { id: memberId } }),
    version: async ({ name }, _args, { registry: { db } }) =>
      (await headRelease(db))?.manifest.subgraphs.find((it) => it.name === name)?.version ?? null,
    lastCheck: ({ name }, _args, { registry: { db } }) => lastCheck(db, name),
    versions: ({ name }, { first }, { registry: { db } }) =>
      db.subgraphVersion.findMany({
        where: { subgraph: name },
        orderBy: { version: 'desc' },
        take: clamp(first),
      }),
  },
  Check: {
    refusedBy: ({ report }) =>
      refusingRules
        .parse(JSON.parse(report))
        .results.flatMap(({ code, status }) => (status === 'failed' ? [code] : [])),
  },
  Release: {
    sequence: ({ row }) => row.sequence,
    hash: ({ row }) => row.hash,
    createdAt: ({ row }) => row.createdAt,
    reason: ({ manifest }) => manifest.reason,
    restores: ({ manifest }) => manifest.restores,
    subgraphs: ({ manifest }) =>
      manifest.subgraphs.map((it) => ({
        ...it,
        operator: it.operator.name,
        contract: it.contract ?? null,
      })),
    variants: ({ manifest }) => manifest.variants.map(({ name }) => name),
  },
  Gateway: {
    id: ({ gateway }) => gateway,
    current: async ({ releaseHash }, _args, { registry: { db } }) =>
      (await headRelease(db))?.row.hash === releaseHash,
  },
  HistoryEntry: { member: ({ memberId }) => memberId },
  UsedOperation: {
    clientName: ({ client }) => client.name,
    clientVersion: ({ client }) => client.version,
    count: ({ count }) => String(count),
    lastSeen: ({ lastSeen }) => new Date(lastSeen),
  },
  Outcome: {
    status: ({ status }) => STATUS[status],
    refusal: (outcome) =>
      'refusal' in outcome
        ? { code: outcome.refusal.code, reason: outcome.refusal.message, remedy: outcome.refusal.remedy }
        : null,
    check: (outcome) => ('refusal' in outcome ? null : outcome.check),
    entry: (outcome) => ('refusal' in outcome ? null : outcome.entry),
    release: (outcome, _args, { registry: { db } }) =>
      'refusal' in outcome || outcome.release === null ? null : releaseAt(db, outcome.release.sequence),
  },
};
