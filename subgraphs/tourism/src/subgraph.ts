import { defineSubgraph, prismaAdapter } from '@modellregion/subgraph-kit';
import { PrismaClient } from './generated/prisma/client.js';
import { resolvers } from './resolvers/index.js';
import { seedTourism } from './seed/index.js';
import { tourismServices, type TourismServices } from './services.js';

/** Tourism, operated by Stadt Gütersloh. */
export const tourism = defineSubgraph<PrismaClient, TourismServices>({
  name: 'tourism',
  folder: new URL('..', import.meta.url),
  resolvers,
  connect: (settings) => new PrismaClient({ adapter: prismaAdapter(settings) }),
  disconnect: (db) => db.$disconnect(),
  services: tourismServices,
  seed: ({ client, profile, clock }) => seedTourism({ client, profile, now: clock.now() }),
});
