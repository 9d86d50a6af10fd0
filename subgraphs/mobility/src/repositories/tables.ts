import { tableOf } from '@modellregion/subgraph-kit';
import { Prisma } from '../generated/prisma/client.js';
import type { PlacedTable } from './nearest.js';

/** Records that the publisher's data still has. */
export const NOT_WITHDRAWN = Prisma.sql`withdrawn_on IS NULL`;

export const STOP: PlacedTable = {
  ...tableOf('stop', Object.values(Prisma.StopScalarFieldEnum)),
  inUse: NOT_WITHDRAWN,
};

export const PARKING_FACILITY = tableOf(
  'parking_facility',
  Object.values(Prisma.ParkingFacilityScalarFieldEnum),
);

export const CHARGING_STATION: PlacedTable = {
  ...tableOf('charging_station', Object.values(Prisma.ChargingStationScalarFieldEnum)),
  inUse: NOT_WITHDRAWN,
};

export const DISRUPTION = tableOf('disruption', Object.values(Prisma.DisruptionScalarFieldEnum));

export const VEHICLE_REGISTRATION = tableOf(
  'vehicle_registration',
  Object.values(Prisma.VehicleRegistrationScalarFieldEnum),
);

/** The current picture of shared vehicles, with what its system says of all its vehicles. */
export const SHARED_VEHICLE: PlacedTable = {
  inUse: Prisma.sql`true`,
  name: Prisma.raw('shared_vehicle JOIN shared_system ON shared_system.id = shared_vehicle.system_id'),
  columns: Prisma.raw(
    `system_id AS "systemId", vehicle_id AS "vehicleId", form_factor AS "formFactor", lat, lon,
     range_km AS "rangeKm", provider_id AS "providerId", shared_vehicle.source_id AS "sourceId"`,
  ),
};
