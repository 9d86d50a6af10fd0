import { dataSourceRepository, type DataSourceRepository } from '@modellregion/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.js';
import { placeRepository, type PlaceRepository } from './repositories/places.js';

/** The repositories of one request; each remembers what it has loaded. */
export interface NewcomerServices {
  readonly dataSources: DataSourceRepository;
  readonly places: PlaceRepository;
}

/** Fresh repositories for a request. */
export function newcomerServices(db: PrismaClient): NewcomerServices {
  return { dataSources: dataSourceRepository(db), places: placeRepository(db) };
}
