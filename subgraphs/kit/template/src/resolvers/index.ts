import { DateScalar } from '@modellregion/subgraph-kit';
import type { Resolvers } from '../generated/graphql.js';
import { Municipality } from './Municipality.js';
import { NewcomerPlace } from './NewcomerPlace.js';
import { Query } from './Query.js';

/** Every resolver of newcomer, file by file as the types are named. */
export const resolvers: Resolvers = { Date: DateScalar, Municipality, NewcomerPlace, Query };
