import { DateScalar, DateTimeScalar } from '@modellregion/subgraph-kit';
import type { Resolvers } from '../generated/graphql.js';
import { Address } from './Address.js';
import { Business } from './Business.js';
import { ChargePoint } from './ChargePoint.js';
import { ChargingStation } from './ChargingStation.js';
import { Departure } from './Departure.js';
import { Disruption } from './Disruption.js';
import { Line } from './Line.js';
import { Municipality } from './Municipality.js';
import { ParkingFacility } from './ParkingFacility.js';
import { Permit } from './Permit.js';
import { Quay } from './Quay.js';
import { Query } from './Query.js';
import { Resident } from './Resident.js';
import { ServiceApplication } from './ServiceApplication.js';
import { SharedVehicle } from './SharedVehicle.js';
import { Stop } from './Stop.js';
import { VehicleRegistration } from './VehicleRegistration.js';

/** Every resolver of mobility, file by file as the types are named. */
export const resolvers: Resolvers = {
  Date: DateScalar,
  DateTime: DateTimeScalar,
  Address,
  Business,
  ChargePoint,
  ChargingStation,
  Departure,
  Disruption,
  Line,
  Municipality,
  ParkingFacility,
  Permit,
  Quay,
  Query,
  Resident,
  ServiceApplication,
  SharedVehicle,
  Stop,
  VehicleRegistration,
};
