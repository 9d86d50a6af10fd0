import type {
  Grant,
  Member,
  MemberKey,
  PublicationCheck,
  Region,
  Release,
  Subgraph,
  SubgraphVersion,
  Supergraph,
} from '../generated/prisma/client.js';
import { canonicalHash } from './canonical.js';
import type { Tx } from './database.js';

/** A table whose every row stands in the history by its hash. */
interface Table<Row> {
  readonly keyOf: (row: Row) => string;
  readonly save: (tx: Tx, row: Row) => Promise<unknown>;
  /** What is there now, for verification. */
  readonly hashes: (tx: Tx) => Promise<readonly { readonly key: string; readonly sha256: string }[]>;
}

interface Rows {
  readonly region: Region;
  readonly member: Member;
  readonly memberKey: MemberKey;
  readonly subgraph: Subgraph;
  readonly subgraphVersion: SubgraphVersion;
  readonly publicationCheck: PublicationCheck;
  readonly release: Release;
  readonly supergraph: Supergraph;
  readonly grant: Grant;
}

export type TableName = keyof Rows;
export type RowOf<Name extends TableName> = Rows[Name];

/** What is in force is replaced, what happened is added; the database refuses everything else. */
export const TABLES: { readonly [Name in TableName]: Table<Rows[Name]> } = {
  region: table({
    keyOf: ({ id }) => String(id),
    save: (tx, row) => tx.region.upsert({ where: { id: row.id }, create: row, update: row }),
    all: (tx) => tx.region.findMany(),
  }),
  member: table({
    keyOf: ({ id }) => id,
    save: (tx, row) => tx.member.upsert({ where: { id: row.id }, create: row, update: row }),
    all: (tx) => tx.member.findMany(),
  }),
  memberKey: table({
    keyOf: ({ kid }) => kid,
    save: (tx, row) => tx.memberKey.upsert({ where: { kid: row.kid }, create: row, update: row }),
    all: (tx) => tx.memberKey.findMany(),
  }),
  subgraph: table({
    keyOf: ({ name }) => name,
    save: (tx, row) => tx.subgraph.create({ data: row }),
    all: (tx) => tx.subgraph.findMany(),
  }),
  subgraphVersion: table({
    keyOf: ({ subgraph, version }) => `${subgraph} ${String(version)}`,
    save: (tx, row) => tx.subgraphVersion.create({ data: row }),
    all: (tx) => tx.subgraphVersion.findMany(),
  }),
  publicationCheck: table({
    keyOf: ({ id }) => id,
    save: (tx, row) => tx.publicationCheck.create({ data: row }),
    all: (tx) => tx.publicationCheck.findMany(),
  }),
  release: table({
    keyOf: ({ sequence }) => String(sequence),
    save: (tx, row) => tx.release.create({ data: row }),
    all: (tx) => tx.release.findMany(),
  }),
  supergraph: table({
    keyOf: ({ sha256 }) => sha256,
    save: (tx, row) => tx.supergraph.create({ data: row }),
    all: (tx) => tx.supergraph.findMany(),
  }),
  grant: table({
    keyOf: ({ id }) => id,
    save: (tx, row) => tx.grant.upsert({ where: { id: row.id }, create: row, update: row }),
    all: (tx) => tx.grant.findMany(),
  }),
};

function table<Row>({
  keyOf,
  save,
  all,
}: Pick<Table<Row>, 'keyOf' | 'save'> & { readonly all: (tx: Tx) => Promise<readonly Row[]> }): Table<Row> {
  return {
    keyOf,
    save,
    hashes: async (tx) => (await all(tx)).map((row) => ({ key: keyOf(row), sha256: canonicalHash(row) })),
  };
}
