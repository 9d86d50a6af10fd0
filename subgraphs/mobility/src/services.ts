import {
  dataSourceRepository,
  type DataSourceRepository,
  type RequestFacts,
} from '@modellregion/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.js';
import { chargingRepository, type ChargingRepository } from './repositories/charging.js';
import { departureRepository, type DepartureRepository } from './repositories/departures.js';
import { disruptionRepository, type DisruptionRepository } from './repositories/disruptions.js';
import { municipalityRepository, type MunicipalityRepository } from './repositories/municipalities.js';
import { parkingRepository, type ParkingRepository } from './repositories/parking.js';
import { sharedVehicleRepository, type SharedVehicleRepository } from './repositories/shared-vehicles.js';
import { stopRepository, type StopRepository } from './repositories/stops.js';
import { vehicleRepository, type VehicleRepository } from './repositories/vehicles.js';

/** The repositories of one request; each remembers what it has loaded. */
export interface MobilityServices {
  readonly charging: ChargingRepository;
  readonly dataSources: DataSourceRepository;
  readonly departures: DepartureRepository;
  readonly disruptions: DisruptionRepository;
  readonly municipalities: MunicipalityRepository;
  readonly parking: ParkingRepository;
  readonly sharedVehicles: SharedVehicleRepository;
  readonly stops: StopRepository;
  readonly vehicles: VehicleRepository;
}

/** Fresh repositories for a request; without an instant of their own, timetables and disruptions take its clock's. */
export function mobilityServices(db: PrismaClient, { clock }: Pick<RequestFacts, 'clock'>): MobilityServices {
  const now = clock.now();
  return {
    charging: chargingRepository(db),
    dataSources: dataSourceRepository(db),
    departures: departureRepository(db, now),
    disruptions: disruptionRepository(db, now),
    municipalities: municipalityRepository(db),
    parking: parkingRepository(db),
    sharedVehicles: sharedVehicleRepository(db),
    stops: stopRepository(db),
    vehicles: vehicleRepository(db),
  };
}
