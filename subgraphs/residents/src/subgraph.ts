import { defineSubgraph, prismaAdapter, type Subgraph } from '@modellregion/subgraph-kit';
import { PrismaClient } from './generated/prisma/client.js';
import { formats } from './import/index.js';
import { resolvers } from './resolvers/index.js';
import { seedResidents } from './seed/seed.js';
import { residentsServices, type ResidentsServices } from './services.js';
import { subjects } from './subjects.js';

/** The subgraph residents, ready to be served by the kit. */
export const residents: Subgraph<PrismaClient, ResidentsServices> = defineSubgraph({
  name: 'residents',
  folder: new URL('..', import.meta.url),
  resolvers,
  connect: (settings) => new PrismaClient({ adapter: prismaAdapter(settings) }),
  disconnect: (db) => db.$disconnect(),
  services: residentsServices,
  subjects,
  seed: seedResidents,
  formats,
});
