import { tableOf } from '@modellregion/subgraph-kit';
import { Prisma } from '../generated/prisma/client.js';

export const POINT_OF_INTEREST = tableOf(
  'point_of_interest',
  Object.values(Prisma.PointOfInterestScalarFieldEnum),
);

export const CULTURAL_EVENT = tableOf('cultural_event', Object.values(Prisma.CulturalEventScalarFieldEnum));

export const TRAIL = tableOf('trail', Object.values(Prisma.TrailScalarFieldEnum));
