import { defineSubgraph, prismaAdapter } from '@modellregion/subgraph-kit';
import { PrismaClient } from './generated/prisma/client.js';
import type { ById, VehicleRegistrationRecord } from './repositories/records.js';
import { formats } from './import/index.js';
import { resolvers } from './resolvers/index.js';
import { redrawMobility, seedMobility } from './seed/index.js';
import { mobilityServices, type MobilityServices } from './services.js';

/** Mobility, operated by Kreis Paderborn. */
export const mobility = defineSubgraph<PrismaClient, MobilityServices>({
  name: 'mobility',
  folder: new URL('..', import.meta.url),
  resolvers,
  connect: (settings) => new PrismaClient({ adapter: prismaAdapter(settings) }),
  disconnect: (db) => db.$disconnect(),
  services: mobilityServices,
  subjects: {
    Resident: ({ id }: ById) => id,
    VehicleRegistration: ({ holderResidentId }: VehicleRegistrationRecord) => holderResidentId,
    ServiceApplication: async ({ id }: ById, { services }) =>
      (await services.vehicles.ofApplication.load(id))?.holderResidentId,
  },
  formats,
  seed: ({ client, profile, clock }) => seedMobility({ client, profile, now: clock.now() }),
  redraw: ({ client, profile, clock }) => redrawMobility({ client, profile, now: clock.now() }),
});
