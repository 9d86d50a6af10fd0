import {
  batchLoader,
  connectionFrom,
  decodeCursor,
  encodeCursor,
  groupLoader,
  instantOfCursor,
  loaderPer,
  type Connection,
  type First,
  type Loader,
} from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { OutageRecord } from './records.js';
import { OUTAGE } from './tables.js';

/** Outages that are not over. */
export interface Current extends First {
  /** Only those that have begun. */
  readonly activeOnly: boolean;
}

/** A page of all outages of a municipality. */
export interface OutagePage extends First {
  readonly ags: string;
  readonly after: string | null;
}

interface AffectedAddress {
  readonly outageId: string;
  readonly addressId: string;
}
type AddressOutage = OutageRecord & { readonly addressId: string };

export interface OutageRepository {
  readonly byId: Loader<OutageRecord | null>;
  /** By municipality, in order of begin, id. */
  readonly ofMunicipality: (args: Current) => Loader<readonly OutageRecord[]>;
  /** By address, in order of begin, id. */
  readonly ofAddress: (args: Current) => Loader<readonly OutageRecord[]>;
  /** By outage, in order of address. */
  readonly addresses: (args: First) => Loader<readonly AffectedAddress[]>;
  /** The latest begin first. */
  readonly page: (page: OutagePage) => Promise<Connection<OutageRecord>>;
}

export function outageRepository(db: PrismaClient, now: Date): OutageRepository {
  return {
    byId: batchLoader<string, OutageRecord>(
      (ids) => db.outage.findMany({ where: { id: { in: [...ids] } } }) as Promise<OutageRecord[]>,
      ({ id }) => id,
    ),
    ofMunicipality: loaderPer(({ activeOnly, first }: Current) =>
      groupLoader<string, OutageRecord>(
        (keys) => outagesOfMunicipalities(db, keys, { current: current(activeOnly, now), first }),
        ({ ags }) => ags,
      ),
    ),
    ofAddress: loaderPer(({ activeOnly, first }: Current) =>
      groupLoader<string, AddressOutage>(
        (ids) => outagesOfAddresses(db, ids, { current: current(activeOnly, now), first }),
        ({ addressId }) => addressId,
      ),
    ),
    addresses: loaderPer(({ first }) =>
      groupLoader<string, AffectedAddress>(
        (ids) => addressesOfOutages(db, ids, first),
        ({ outageId }) => outageId,
      ),
    ),
    page: async (page) =>
      connectionFrom(
        await db.$queryRaw<OutageRecord[]>(outagePageStatement(page)),
        page.first,
        ({ startsAt, id }) => encodeCursor([startsAt.getTime(), id]),
        page.after,
      ),
  };
}

/** Not over, and begun if that is asked: [begin, expected end). */
function current(activeOnly: boolean, now: Date): Prisma.Sql {
  const notOver = Prisma.sql`(expected_end IS NULL OR expected_end > ${now}::timestamptz)`;
  return activeOnly ? Prisma.sql`${notOver} AND starts_at <= ${now}::timestamptz` : notOver;
}

interface Conditions extends First {
  readonly current: Prisma.Sql;
}

function outagesOfMunicipalities(db: PrismaClient, keys: readonly string[], { current, first }: Conditions) {
  return db.$queryRaw<OutageRecord[]>`
    SELECT found.*
      FROM unnest(${keys}::text[]) AS asked (ags)
     CROSS JOIN LATERAL (
       SELECT ${OUTAGE.columns} FROM outage
        WHERE outage.ags = asked.ags AND ${current} ORDER BY starts_at, id LIMIT ${first}
     ) AS found
     ORDER BY found.ags, found."startsAt", found.id`;
}

function outagesOfAddresses(db: PrismaClient, ids: readonly string[], { current, first }: Conditions) {
  return db.$queryRaw<AddressOutage[]>`
    SELECT asked.id AS "addressId", found.*
      FROM unnest(${ids}::text[]) AS asked (id)
     CROSS JOIN LATERAL (
       SELECT ${OUTAGE.columns} FROM outage_address JOIN outage ON outage.id = outage_address.outage_id
        WHERE outage_address.address_id = asked.id AND ${current} ORDER BY starts_at, id LIMIT ${first}
     ) AS found
     ORDER BY asked.id, found."startsAt", found.id`;
}

function addressesOfOutages(db: PrismaClient, ids: readonly string[], first: number) {
  return db.$queryRaw<AffectedAddress[]>`
    SELECT asked.id AS "outageId", found.address_id AS "addressId"
      FROM unnest(${ids}::text[]) AS asked (id)
     CROSS JOIN LATERAL (
       SELECT address_id FROM outage_address WHERE outage_id = asked.id ORDER BY address_id LIMIT ${first}
     ) AS found
     ORDER BY asked.id, found.address_id`;
}

function outagePageStatement({ ags, first, after }: OutagePage): Prisma.Sql {
  const conditions = [Prisma.sql`ags = ${ags}`];
  if (after !== null) {
    const [begin, id] = decodeCursor(after, ['number', 'string']);
    conditions.push(Prisma.sql`(starts_at, id) < (${instantOfCursor(begin)}::timestamptz, ${id})`);
  }
  return Prisma.sql`
    SELECT ${OUTAGE.columns} FROM outage
     WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY starts_at DESC, id DESC LIMIT ${first + 1}`;
}
