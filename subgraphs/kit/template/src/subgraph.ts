import { defineSubgraph, prismaAdapter } from '@modellregion/subgraph-kit';
import { PrismaClient } from './generated/prisma/client.js';
import { resolvers } from './resolvers/index.js';
import { seedNewcomer } from './seed/index.js';
import { newcomerServices, type NewcomerServices } from './services.js';

/** The subgraph newcomer, operated by Stadt Neuland. */
export const newcomer = defineSubgraph<PrismaClient, NewcomerServices>({
  name: 'newcomer',
  folder: new URL('..', import.meta.url),
  resolvers,
  connect: (settings) => new PrismaClient({ adapter: prismaAdapter(settings) }),
  disconnect: (db) => db.$disconnect(),
  services: (db) => newcomerServices(db),
  seed: ({ client, profile, clock }) => seedNewcomer({ client, profile, now: clock.now() }),
});
