import { prismaAdapter, type DatabaseSettings } from '@modellregion/subgraph-kit';
import { PrismaClient, type Prisma } from '../generated/prisma/client.js';

export type Db = PrismaClient;
/** A transaction; whoever only reads takes a {@link Db} for one as well. */
export type Tx = Prisma.TransactionClient;

/** Keys of advisory locks in this database; the migrations' own is the kit's. */
const CHANGE_LOCK = 7_302_001;
export const PUBLICATION_LOCK = 7_302_002;

/** Changes are short: what takes longer than this waits for a database that is ill. */
const LIMITS = { maxWait: 5_000, timeout: 15_000 };

export function connect(settings: DatabaseSettings): Db {
  return new PrismaClient({ adapter: prismaAdapter(settings) });
}

/** One change after the other: what one has read nobody changes before it is written. */
export function inTurn<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CHANGE_LOCK}::bigint)`;
    return work(tx);
  }, LIMITS);
}
