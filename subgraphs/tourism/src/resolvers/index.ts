import { DateScalar, DateTimeScalar } from '@modellregion/subgraph-kit';
import type { Resolvers } from '../generated/graphql.js';
import { Business } from './Business.js';
import { CulturalEvent } from './CulturalEvent.js';
import { Municipality } from './Municipality.js';
import { PointOfInterest } from './PointOfInterest.js';
import { Query } from './Query.js';
import { Stop } from './Stop.js';
import { Trail } from './Trail.js';

/** Every resolver of tourism, file by file as the types are named. */
export const resolvers: Resolvers = {
  Date: DateScalar,
  DateTime: DateTimeScalar,
  Business,
  CulturalEvent,
  Municipality,
  PointOfInterest,
  Query,
  Stop,
  Trail,
};
