import {
  dataSourceRepository,
  type DataSourceRepository,
  type RequestFacts,
  type SubgraphContext,
} from '@modellregion/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.js';
import { addressRepository, type AddressRepository } from './repositories/addresses.js';
import { applicationRepository, type ApplicationRepository } from './repositories/applications.js';
import { appointmentRepository, type AppointmentRepository } from './repositories/appointments.js';
import { municipalityRepository, type MunicipalityRepository } from './repositories/municipalities.js';
import { officeRepository, type OfficeRepository } from './repositories/offices.js';
import { registerLookup, type RegisterLookup } from './repositories/register-lookup.js';
import { residentRepository, type ResidentRepository } from './repositories/residents.js';
import { serviceRepository, type ServiceRepository } from './repositories/services.js';
import { slotService, type SlotService } from './slots/slot-service.js';

/** What resolvers reach the database through; made fresh for each request, as its loaders remember. */
export interface ResidentsServices {
  readonly dataSources: DataSourceRepository;
  readonly municipalities: MunicipalityRepository;
  readonly addresses: AddressRepository;
  readonly offices: OfficeRepository;
  readonly services: ServiceRepository;
  readonly residents: ResidentRepository;
  readonly register: RegisterLookup;
  readonly applications: ApplicationRepository;
  readonly appointments: AppointmentRepository;
  readonly slots: SlotService;
}

/** What every resolver of residents gets as its context. */
export type ResidentsContext = SubgraphContext<ResidentsServices>;

export function residentsServices(db: PrismaClient, request: RequestFacts): ResidentsServices {
  const residents = residentRepository(db, request);
  const offices = officeRepository(db);
  const services = serviceRepository(db);
  const appointments = appointmentRepository(db, request, residents);
  return {
    dataSources: dataSourceRepository(db),
    municipalities: municipalityRepository(db),
    addresses: addressRepository(db),
    offices,
    services,
    residents,
    register: registerLookup(db, request.clock),
    applications: applicationRepository(db, residents),
    appointments,
    slots: slotService({ clock: request.clock, offices, services, appointments }),
  };
}
