import { defineSubgraph, prismaAdapter } from '@modellregion/subgraph-kit';
import { PrismaClient } from './generated/prisma/client.js';
import { resolvers } from './resolvers/index.js';
import { seedEnergy } from './seed/index.js';
import { energyServices, type EnergyServices } from './services.js';
import { subjects } from './subjects.js';

/** Energy, operated by Stadt Delbrück. */
export const energy = defineSubgraph<PrismaClient, EnergyServices>({
  name: 'energy',
  folder: new URL('..', import.meta.url),
  resolvers,
  connect: (settings) => new PrismaClient({ adapter: prismaAdapter(settings) }),
  disconnect: (db) => db.$disconnect(),
  services: energyServices,
  subjects,
  seed: ({ client, profile, clock, log }) => seedEnergy({ client, profile, log, now: clock.now() }),
});
