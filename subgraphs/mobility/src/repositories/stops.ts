import {
  batchLoader,
  connectionFrom,
  decodeCursor,
  encodeCursor,
  groupLoader,
  type Connection,
  type Loader,
  rowsOfEach,
  type First,
} from '@modellregion/subgraph-kit';
import type { Box } from '../arguments.js';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import { BY_ID, nearest, type Nearby, type NearestLoader } from './nearest.js';
import type { LineRecord, QuayRecord, StopRecord } from './records.js';
import { STOP } from './tables.js';

/** Conditions of a page of stops; all that are given hold. */
export interface StopPage {
  readonly ags: string | null;
  readonly within: Box | null;
  readonly first: number;
  readonly after: string | null;
}

export interface StopRepository {
  readonly byId: Loader<StopRecord | null>;
  /** By municipality key, in order of name, id. */
  readonly ofMunicipality: (args: First) => Loader<readonly StopRecord[]>;
  readonly nearest: (args: Nearby) => NearestLoader<StopRecord>;
  /** By stop, in order of public code, id. */
  readonly quays: Loader<readonly QuayRecord[]>;
  readonly line: Loader<LineRecord | null>;
  /** In order of id, without those that were withdrawn. */
  readonly page: (page: StopPage) => Promise<Connection<StopRecord>>;
}

export function stopRepository(db: PrismaClient): StopRepository {
  return {
    byId: batchLoader(
      (ids) => db.stop.findMany({ where: { id: { in: [...ids] } } }) as Promise<StopRecord[]>,
      (stop: StopRecord) => stop.id,
    ),
    ofMunicipality: rowsOfEach(db, { table: STOP, where: STOP.inUse, column: 'ags', orderBy: 'name, id' }),
    nearest: nearest(db, STOP, BY_ID),
    quays: groupLoader(
      (ids) =>
        db.quay.findMany({
          where: { stopId: { in: [...ids] } },
          orderBy: [{ publicCode: 'asc' }, { id: 'asc' }],
        }) as Promise<QuayRecord[]>,
      (quay: QuayRecord) => quay.stopId,
    ),
    line: batchLoader(
      (ids) => db.line.findMany({ where: { id: { in: [...ids] } } }) as Promise<LineRecord[]>,
      (line: LineRecord) => line.id,
    ),
    page: async (page) =>
      connectionFrom(
        await db.$queryRaw<StopRecord[]>(stopPageStatement(page)),
        page.first,
        (stop) => encodeCursor([stop.id]),
        page.after,
      ),
  };
}

/** The statement of a page; a test explains it. */
export function stopPageStatement({ ags, within, first, after }: StopPage): Prisma.Sql {
  const conditions = [Prisma.sql`withdrawn_on IS NULL`];
  if (ags !== null) conditions.push(Prisma.sql`ags = ${ags}`);
  if (within !== null) {
    const { west, south, east, north } = within;
    conditions.push(Prisma.sql`point(lon, lat) <@ box(point(${west}, ${south}), point(${east}, ${north}))`);
  }
  if (after !== null) conditions.push(Prisma.sql`id > ${decodeCursor(after, ['string'])[0]}`);
  return Prisma.sql`
    SELECT ${STOP.columns} FROM stop
     WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY id LIMIT ${first + 1}`;
}
