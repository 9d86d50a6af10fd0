import { Prisma } from '../generated/prisma/client.js';

/** A table as statements written by hand read it. */
export interface Table {
  readonly name: Prisma.Sql;
  /** Columns under the names of the record. */
  readonly columns: Prisma.Sql;
}

function table(name: string, columns: string): Table {
  return { name: Prisma.raw(name), columns: Prisma.raw(columns) };
}

export const STOP = table(
  'stop',
  `stop.id, stop.eva, stop.name, stop.lat, stop.lon, stop.ags, stop.modes, stop.step_free AS "stepFree",
   stop.source_id AS "sourceId"`,
);

export const PARKING_FACILITY = table(
  'parking_facility',
  `id, name, kind, lat, lon, ags, capacity, free, observed_at AS "observedAt", max_height_m AS "maxHeightM",
   disabled_spaces AS "disabledSpaces", has_charging AS "hasCharging", park_and_ride AS "parkAndRide",
   operator_id AS "operatorId", source_id AS "sourceId"`,
);

export const CHARGING_STATION = table(
  'charging_station',
  `id, operator_id AS "operatorId", address_id AS "addressId", lat, lon, ags, power_kw AS "powerKw",
   commissioned_on AS "commissionedOn", source_id AS "sourceId"`,
);

export const DISRUPTION = table(
  'disruption',
  `id, kind, title, starts_at AS "startsAt", ends_at AS "endsAt", lat, lon, ags, permit_id AS "permitId",
   source_id AS "sourceId"`,
);

export const VEHICLE_REGISTRATION = table(
  'vehicle_registration',
  `id, licence_plate AS "licencePlate", make, fuel, first_registered_on AS "firstRegisteredOn", state,
   holder_resident_id AS "holderResidentId", holder_business_id AS "holderBusinessId",
   application_id AS "applicationId", source_id AS "sourceId"`,
);

/** The current picture of shared vehicles, with what its system says of all its vehicles. */
export const SHARED_VEHICLE = table(
  'shared_vehicle JOIN shared_system ON shared_system.id = shared_vehicle.system_id',
  `system_id AS "systemId", vehicle_id AS "vehicleId", form_factor AS "formFactor", lat, lon,
   range_km AS "rangeKm", provider_id AS "providerId", source_id AS "sourceId"`,
);
