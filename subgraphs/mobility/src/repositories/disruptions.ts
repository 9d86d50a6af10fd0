import {
  batchLoader,
  connectionFrom,
  decodeCursor,
  encodeCursor,
  groupLoader,
  instantOfCursor,
  loaderPer,
  type Connection,
  type Loader,
  rowsOfEach,
  type First,
} from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { DisruptionRecord, StopRecord } from './records.js';
import { DISRUPTION, STOP } from './tables.js';

/** The disruptions in force at one instant; default: the time of the request. */
export interface InForce extends First {
  readonly at?: Date | null | undefined;
}

/** A page of a municipality's disruptions. */
export interface DisruptionPage extends InForce {
  readonly ags: string;
  readonly after: string | null;
}

type AffectedStop = StopRecord & { readonly disruptionId: string };
interface AffectedAddress {
  readonly disruptionId: string;
  readonly addressId: string;
}
type AddressDisruption = DisruptionRecord & { readonly addressId: string };

export interface DisruptionRepository {
  readonly byId: Loader<DisruptionRecord | null>;
  /** By permit, in order of begin, id. */
  readonly ofPermit: (args: First) => Loader<readonly DisruptionRecord[]>;
  /** By address, in order of begin, id. */
  readonly ofAddress: (args: InForce) => Loader<readonly DisruptionRecord[]>;
  /** By disruption, in order of name, id. */
  readonly stops: (args: First) => Loader<readonly StopRecord[]>;
  /** By disruption, in order of id. */
  readonly addresses: (args: First) => Loader<readonly AffectedAddress[]>;
  readonly page: (page: DisruptionPage) => Promise<Connection<DisruptionRecord>>;
}

export function disruptionRepository(db: PrismaClient, now: Date): DisruptionRepository {
  const ofAddress = loaderPer(({ at, first }: { at: Date; first: number }) =>
    groupLoader(
      (ids) => disruptionsOfAddresses(db, ids, at, first),
      (disruption: AddressDisruption) => disruption.addressId,
    ),
  );
  return {
    byId: batchLoader(
      (ids) => db.disruption.findMany({ where: { id: { in: [...ids] } } }) as Promise<DisruptionRecord[]>,
      (disruption: DisruptionRecord) => disruption.id,
    ),
    ofPermit: rowsOfEach(db, { table: DISRUPTION, column: 'permit_id', orderBy: 'starts_at, id' }),
    ofAddress: ({ at, first }) => ofAddress({ at: at ?? now, first }),
    stops: loaderPer(({ first }) =>
      groupLoader(
        (ids) => stopsOfDisruptions(db, ids, first),
        (stop: AffectedStop) => stop.disruptionId,
      ),
    ),
    addresses: loaderPer(({ first }) =>
      groupLoader(
        (ids) => addressesOfDisruptions(db, ids, first),
        (address: AffectedAddress) => address.disruptionId,
      ),
    ),
    page: async (page) =>
      connectionFrom(
        await db.$queryRaw<DisruptionRecord[]>(disruptionPageStatement(page, now)),
        page.first,
        (disruption) => encodeCursor([disruption.startsAt.getTime(), disruption.id]),
        page.after,
      ),
  };
}

/** In force at an instant: [begin, end). */
function inForce(at: Date): Prisma.Sql {
  return Prisma.sql`starts_at <= ${at}::timestamptz AND (ends_at IS NULL OR ends_at > ${at}::timestamptz)`;
}

function disruptionPageStatement({ ags, at, first, after }: DisruptionPage, now: Date): Prisma.Sql {
  const conditions = [Prisma.sql`ags = ${ags}`, inForce(at ?? now)];
  if (after !== null) {
    const [begin, id] = decodeCursor(after, ['number', 'string']);
    conditions.push(Prisma.sql`(starts_at, id) > (${instantOfCursor(begin)}::timestamptz, ${id})`);
  }
  return Prisma.sql`
    SELECT ${DISRUPTION.columns} FROM disruption
     WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY starts_at, id LIMIT ${first + 1}`;
}

function disruptionsOfAddresses(db: PrismaClient, ids: readonly string[], at: Date, first: number) {
  return db.$queryRaw<AddressDisruption[]>`
    SELECT asked.id AS "addressId", found.*
      FROM unnest(${ids}::text[]) AS asked (id)
     CROSS JOIN LATERAL (
       SELECT ${DISRUPTION.columns} FROM disruption
         JOIN disruption_address ON disruption_address.disruption_id = disruption.id
        WHERE disruption_address.address_id = asked.id AND ${inForce(at)}
        ORDER BY starts_at, id LIMIT ${first}
     ) AS found
     ORDER BY asked.id, found."startsAt", found.id`;
}

function stopsOfDisruptions(db: PrismaClient, ids: readonly string[], first: number) {
  return db.$queryRaw<AffectedStop[]>`
    SELECT asked.id AS "disruptionId", found.*
      FROM unnest(${ids}::text[]) AS asked (id)
     CROSS JOIN LATERAL (
       SELECT ${STOP.columns} FROM disruption_stop JOIN stop ON stop.id = disruption_stop.stop_id
        WHERE disruption_stop.disruption_id = asked.id ORDER BY stop.name, stop.id LIMIT ${first}
     ) AS found
     ORDER BY asked.id, found.name, found.id`;
}

function addressesOfDisruptions(db: PrismaClient, ids: readonly string[], first: number) {
  return db.$queryRaw<AffectedAddress[]>`
    SELECT asked.id AS "disruptionId", found.address_id AS "addressId"
      FROM unnest(${ids}::text[]) AS asked (id)
     CROSS JOIN LATERAL (
       SELECT address_id FROM disruption_address
        WHERE disruption_id = asked.id ORDER BY address_id LIMIT ${first}
     ) AS found
     ORDER BY asked.id, found.address_id`;
}
