import { batchLoader, type Loader, rowsOfEach, type First } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { VehicleRegistrationRecord } from './records.js';
import { VEHICLE_REGISTRATION } from './tables.js';

/** How many vehicles are registered to a business. */
interface Fleet {
  readonly businessId: string;
  readonly vehicles: number;
}

export interface VehicleRepository {
  readonly byId: Loader<VehicleRegistrationRecord | null>;
  /** By resident, in order of id. */
  readonly ofResident: (args: First) => Loader<readonly VehicleRegistrationRecord[]>;
  readonly ofApplication: Loader<VehicleRegistrationRecord | null>;
  /** By business; null when nothing is registered to it. */
  readonly fleet: Loader<Fleet | null>;
}

export function vehicleRepository(db: PrismaClient): VehicleRepository {
  return {
    byId: batchLoader(
      (ids) =>
        db.vehicleRegistration.findMany({ where: { id: { in: [...ids] } } }) as Promise<
          VehicleRegistrationRecord[]
        >,
      (vehicle: VehicleRegistrationRecord) => vehicle.id,
    ),
    ofResident: rowsOfEach(db, { table: VEHICLE_REGISTRATION, column: 'holder_resident_id', orderBy: 'id' }),
    ofApplication: batchLoader(
      (ids) =>
        db.vehicleRegistration.findMany({ where: { applicationId: { in: [...ids] } } }) as Promise<
          VehicleRegistrationRecord[]
        >,
      (vehicle: VehicleRegistrationRecord) => vehicle.applicationId ?? '',
    ),
    fleet: batchLoader(
      (ids) => db.$queryRaw<Fleet[]>`
        SELECT holder_business_id AS "businessId", count(*)::int AS vehicles FROM vehicle_registration
         WHERE holder_business_id = ANY (${ids}::text[]) AND state = 'REGISTERED'
         GROUP BY holder_business_id`,
      (fleet) => fleet.businessId,
    ),
  };
}
