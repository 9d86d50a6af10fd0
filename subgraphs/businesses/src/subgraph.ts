import { defineSubgraph, prismaAdapter } from '@modellregion/subgraph-kit';
import { PrismaClient } from './generated/prisma/client.js';
import { formats } from './import/index.js';
import { resolvers } from './resolvers/index.js';
import { seedBusinesses } from './seed/index.js';
import { businessesServices, type BusinessesServices } from './services.js';
import { subjects } from './subjects.js';

/** Businesses, operated by Stadt Bielefeld. */
export const businesses = defineSubgraph<PrismaClient, BusinessesServices>({
  name: 'businesses',
  folder: new URL('..', import.meta.url),
  resolvers,
  connect: (settings) => new PrismaClient({ adapter: prismaAdapter(settings) }),
  disconnect: (db) => db.$disconnect(),
  services: businessesServices,
  subjects,
  formats,
  seed: ({ client, profile, clock }) => seedBusinesses({ client, profile, now: clock.now() }),
});
