import { tableOf, type Table } from '@modellregion/subgraph-kit';
import { Prisma } from '../generated/prisma/client.js';

export const STOP = tableOf('stop', Object.values(Prisma.StopScalarFieldEnum));

export const PARKING_FACILITY = tableOf(
  'parking_facility',
  Object.values(Prisma.ParkingFacilityScalarFieldEnum),
);

export const CHARGING_STATION = tableOf(
  'charging_station',
  Object.values(Prisma.ChargingStationScalarFieldEnum),
);

export const DISRUPTION = tableOf('disruption', Object.values(Prisma.DisruptionScalarFieldEnum));

export const VEHICLE_REGISTRATION = tableOf(
  'vehicle_registration',
  Object.values(Prisma.VehicleRegistrationScalarFieldEnum),
);

/** The current picture of shared vehicles, with what its system says of all its vehicles. */
export const SHARED_VEHICLE: Table = {
  name: Prisma.raw('shared_vehicle JOIN shared_system ON shared_system.id = shared_vehicle.system_id'),
  columns: Prisma.raw(
    `system_id AS "systemId", vehicle_id AS "vehicleId", form_factor AS "formFactor", lat, lon,
     range_km AS "rangeKm", provider_id AS "providerId", source_id AS "sourceId"`,
  ),
};
