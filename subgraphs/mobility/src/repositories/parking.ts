import {
  addressIdParts,
  batchLoader,
  connectionFrom,
  decodeCursor,
  encodeCursor,
  parseAddressId,
  type Connection,
  type Loader,
  rowsOfEach,
  type First,
} from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { ParkingFacilityRecord } from './records.js';
import { NOT_WITHDRAWN, PARKING_FACILITY } from './tables.js';

/** A page of a municipality's parking facilities. */
export interface ParkingFacilityPage {
  readonly ags: string;
  readonly onlyWithCharging: boolean;
  readonly first: number;
  readonly after: string | null;
}

/** The zone in which the residents of an address may park. */
interface AddressZone {
  readonly addressId: string;
  readonly name: string;
}

export interface ParkingRepository {
  readonly byId: Loader<ParkingFacilityRecord | null>;
  /** By municipality key, in order of name, id. */
  readonly ofMunicipality: (args: First) => Loader<readonly ParkingFacilityRecord[]>;
  /** By operator, in order of id. */
  readonly ofOperator: (args: First) => Loader<readonly ParkingFacilityRecord[]>;
  /** By address id. */
  readonly zoneOfAddress: Loader<AddressZone | null>;
  readonly page: (page: ParkingFacilityPage) => Promise<Connection<ParkingFacilityRecord>>;
}

const IN_USE = { table: PARKING_FACILITY, where: NOT_WITHDRAWN };

export function parkingRepository(db: PrismaClient): ParkingRepository {
  return {
    byId: batchLoader(
      (ids) =>
        db.parkingFacility.findMany({ where: { id: { in: [...ids] } } }) as Promise<ParkingFacilityRecord[]>,
      (facility: ParkingFacilityRecord) => facility.id,
    ),
    ofMunicipality: rowsOfEach(db, { ...IN_USE, column: 'ags', orderBy: 'name, id' }),
    ofOperator: rowsOfEach(db, { ...IN_USE, column: 'operator_id', orderBy: 'id' }),
    zoneOfAddress: batchLoader(
      (ids) => zonesOfAddresses(db, ids),
      (zone) => zone.addressId,
    ),
    page: async (page) =>
      connectionFrom(
        await db.$queryRaw<ParkingFacilityRecord[]>(parkingPageStatement(page)),
        page.first,
        (facility) => encodeCursor([facility.name, facility.id]),
        page.after,
      ),
  };
}

function parkingPageStatement({ ags, onlyWithCharging, first, after }: ParkingFacilityPage): Prisma.Sql {
  const conditions = [Prisma.sql`ags = ${ags}`, NOT_WITHDRAWN];
  if (onlyWithCharging) conditions.push(Prisma.sql`has_charging`);
  if (after !== null) {
    const [name, id] = decodeCursor(after, ['string', 'string']);
    conditions.push(Prisma.sql`(name, id) > (${name}, ${id})`);
  }
  return Prisma.sql`
    SELECT ${PARKING_FACILITY.columns} FROM parking_facility
     WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY name, id LIMIT ${first + 1}`;
}

/** A zone's by-law names sections of streets; an address id says its street and house number. */
function zonesOfAddresses(db: PrismaClient, ids: readonly string[]): Promise<AddressZone[]> {
  const addresses = ids.flatMap((id) => {
    const known = parseAddressId(id);
    return known === null ? [] : [{ id, ...addressIdParts(known) }];
  });
  return db.$queryRaw<AddressZone[]>`
    SELECT asked.id AS "addressId", parking_zone.name
      FROM unnest(${addresses.map((it) => it.id)}::text[], ${addresses.map((it) => it.ags)}::text[],
                  ${addresses.map((it) => it.streetKey)}::text[],
                  ${addresses.map((it) => Number.parseInt(it.houseNumber, 10))}::int[])
           AS asked (id, ags, street_key, house_number)
      JOIN parking_zone_section AS section
        ON section.ags = asked.ags AND section.street_key = asked.street_key
       AND int4range(section.from_house_number, section.to_house_number, '[]') @> asked.house_number
      JOIN parking_zone ON parking_zone.id = section.zone_id`;
}
