import { batchLoader, groupLoader, type Loader } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import { nearest, type Nearby, type NearestLoader } from './nearest.js';
import type { SharedVehicleRecord } from './records.js';
import { SHARED_VEHICLE } from './tables.js';

/** The two keys of a shared vehicle. */
export interface SharedVehicleKey {
  readonly systemId: string;
  readonly vehicleId: string;
}

/** A system that lends vehicles in a municipality. */
interface SystemOfTown {
  readonly ags: string;
  readonly name: string;
}

export interface SharedVehicleRepository {
  readonly byKey: (key: SharedVehicleKey) => Promise<SharedVehicleRecord | null>;
  readonly nearest: (args: Nearby) => NearestLoader<SharedVehicleRecord>;
  /** By municipality key, in order of name. */
  readonly systemsOfMunicipality: Loader<readonly SystemOfTown[]>;
}

export function sharedVehicleRepository(db: PrismaClient): SharedVehicleRepository {
  const byKey = batchLoader(
    (keys) => vehiclesByKey(db, keys.map(partsOf)),
    (vehicle) => keyOf(vehicle),
  );
  return {
    byKey: (key) => byKey.load(keyOf(key)),
    nearest: nearest(db, SHARED_VEHICLE, {
      columns: 'system_id, vehicle_id',
      inRecord: 'found."systemId", found."vehicleId"',
    }),
    systemsOfMunicipality: groupLoader(
      (keys) => db.$queryRaw<SystemOfTown[]>`
        SELECT asked.ags, shared_system.name FROM unnest(${keys}::text[]) AS asked (ags)
          JOIN shared_system ON shared_system.area @> ARRAY[asked.ags]
         WHERE shared_system.withdrawn_on IS NULL ORDER BY shared_system.name`,
      (system) => system.ags,
    ),
  };
}

function vehiclesByKey(db: PrismaClient, keys: readonly SharedVehicleKey[]): Promise<SharedVehicleRecord[]> {
  return db.$queryRaw<SharedVehicleRecord[]>`
    SELECT ${SHARED_VEHICLE.columns} FROM ${SHARED_VEHICLE.name}
     WHERE (system_id, vehicle_id) IN (
       SELECT * FROM unnest(${keys.map((it) => it.systemId)}::text[], ${keys.map((it) => it.vehicleId)}::text[]))`;
}

function keyOf({ systemId, vehicleId }: SharedVehicleKey): string {
  return JSON.stringify([systemId, vehicleId]);
}

function partsOf(key: string): SharedVehicleKey {
  const [systemId = '', vehicleId = ''] = JSON.parse(key) as string[];
  return { systemId, vehicleId };
}
