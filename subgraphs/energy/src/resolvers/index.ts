import { DateScalar, DateTimeScalar } from '@modellregion/subgraph-kit';
import type { Resolvers } from '../generated/graphql.js';
import { Address } from './Address.js';
import { Business } from './Business.js';
import { ChargingStation } from './ChargingStation.js';
import { GenerationUnit } from './GenerationUnit.js';
import { HeatNetwork } from './HeatNetwork.js';
import { InstalledPower } from './InstalledPower.js';
import { MarketLocation } from './MarketLocation.js';
import { MeteringPoint } from './MeteringPoint.js';
import { Municipality } from './Municipality.js';
import { Outage } from './Outage.js';
import { PublicBuilding } from './PublicBuilding.js';
import { Query } from './Query.js';
import { Resident } from './Resident.js';
import { ServiceApplication } from './ServiceApplication.js';
import { Tariff } from './Tariff.js';
import { UnitOperator } from './UnitOperator.js';

/** Every resolver of energy, file by file as the types are named. */
export const resolvers: Resolvers = {
  Date: DateScalar,
  DateTime: DateTimeScalar,
  Address,
  Business,
  ChargingStation,
  GenerationUnit,
  HeatNetwork,
  InstalledPower,
  MarketLocation,
  MeteringPoint,
  Municipality,
  Outage,
  PublicBuilding,
  Query,
  Resident,
  ServiceApplication,
  Tariff,
  UnitOperator,
};
