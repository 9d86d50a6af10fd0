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
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import { BY_ID, nearest, type Nearby, type NearestLoader } from './nearest.js';
import type { ChargePointRecord, ChargingStationRecord } from './records.js';
import { CHARGING_STATION } from './tables.js';

/** Conditions of a page of charging stations; all that are given hold. */
export interface ChargingStationPage {
  readonly ags: string | null;
  readonly within: {
    readonly west: number;
    readonly south: number;
    readonly east: number;
    readonly north: number;
  } | null;
  readonly minPowerKw: number | null;
  readonly first: number;
  readonly after: string | null;
}

export interface ChargingRepository {
  readonly byId: Loader<ChargingStationRecord | null>;
  /** By municipality key, in order of id. */
  readonly ofMunicipality: (args: First) => Loader<readonly ChargingStationRecord[]>;
  /** By operator, in order of id. */
  readonly ofOperator: (args: First) => Loader<readonly ChargingStationRecord[]>;
  readonly nearest: (args: Nearby) => NearestLoader<ChargingStationRecord>;
  readonly point: Loader<ChargePointRecord | null>;
  /** By station, in order of EVSE id. */
  readonly points: Loader<readonly ChargePointRecord[]>;
  readonly page: (page: ChargingStationPage) => Promise<Connection<ChargingStationRecord>>;
}

const IN_USE = { table: CHARGING_STATION, where: CHARGING_STATION.inUse };

export function chargingRepository(db: PrismaClient): ChargingRepository {
  return {
    byId: batchLoader(
      (ids) =>
        db.chargingStation.findMany({ where: { id: { in: [...ids] } } }) as Promise<ChargingStationRecord[]>,
      (station: ChargingStationRecord) => station.id,
    ),
    ofMunicipality: rowsOfEach(db, { ...IN_USE, column: 'ags', orderBy: 'id' }),
    ofOperator: rowsOfEach(db, { ...IN_USE, column: 'operator_id', orderBy: 'id' }),
    nearest: nearest(db, CHARGING_STATION, BY_ID),
    point: batchLoader(
      (ids) =>
        db.chargePoint.findMany({ where: { evseId: { in: [...ids] } } }) as Promise<ChargePointRecord[]>,
      (point: ChargePointRecord) => point.evseId,
    ),
    points: groupLoader(
      (ids) =>
        db.chargePoint.findMany({
          where: { stationId: { in: [...ids] } },
          orderBy: { evseId: 'asc' },
        }) as Promise<ChargePointRecord[]>,
      (point: ChargePointRecord) => point.stationId,
    ),
    page: async (page) =>
      connectionFrom(
        await db.$queryRaw<ChargingStationRecord[]>(chargingPageStatement(page)),
        page.first,
        (station) => encodeCursor([station.id]),
        page.after,
      ),
  };
}

/** The statement of a page; a test explains it. */
export function chargingPageStatement({
  ags,
  within,
  minPowerKw,
  first,
  after,
}: ChargingStationPage): Prisma.Sql {
  const conditions = [CHARGING_STATION.inUse];
  if (ags !== null) conditions.push(Prisma.sql`ags = ${ags}`);
  if (within !== null) {
    const { west, south, east, north } = within;
    conditions.push(Prisma.sql`point(lon, lat) <@ box(point(${west}, ${south}), point(${east}, ${north}))`);
  }
  if (minPowerKw !== null) conditions.push(Prisma.sql`power_kw >= ${minPowerKw}`);
  if (after !== null) conditions.push(Prisma.sql`id > ${decodeCursor(after, ['string'])[0]}`);
  return Prisma.sql`
    SELECT ${CHARGING_STATION.columns} FROM charging_station
     WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY id LIMIT ${first + 1}`;
}
