import { tableOf, type Table } from '@modellregion/subgraph-kit';
import { Prisma } from '../generated/prisma/client.js';

export const MARKET_LOCATION = tableOf(
  'market_location',
  Object.values(Prisma.MarketLocationScalarFieldEnum),
);

export const PUBLIC_BUILDING = tableOf(
  'public_building',
  Object.values(Prisma.PublicBuildingScalarFieldEnum),
);

export const OUTAGE = tableOf('outage', Object.values(Prisma.OutageScalarFieldEnum));

export const HEAT_NETWORK = tableOf('heat_network', Object.values(Prisma.HeatNetworkScalarFieldEnum));

/** Written by hand: power is kept in watts and read in kilowatts. */
export const GENERATION_UNIT: Table = {
  name: Prisma.raw('generation_unit'),
  columns: Prisma.raw(
    `mastr_number AS "mastrNumber", technology, gross_power_w / 1000::float8 AS "grossPowerKw",
     net_power_w / 1000::float8 AS "netPowerKw", ags, lat, lon, address_id AS "addressId",
     commissioned_on AS "commissionedOn", registered_on AS "registeredOn", state,
     operator_resident_id AS "operatorResidentId", operator_business_id AS "operatorBusinessId",
     feed_in_malo_id AS "feedInMaloId", application_id AS "applicationId", building_id AS "buildingId",
     source_id AS "sourceId"`,
  ),
};
