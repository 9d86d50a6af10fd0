import {
  dataSourceRepository,
  type DataSourceRepository,
  type RequestFacts,
} from '@modellregion/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.js';
import { eventRepository, type EventRepository } from './repositories/events.js';
import { guestRepository, type GuestRepository } from './repositories/guests.js';
import {
  pointOfInterestRepository,
  type PointOfInterestRepository,
} from './repositories/points-of-interest.js';
import { trailRepository, type TrailRepository } from './repositories/trails.js';

/** The repositories of one request; each remembers what it has loaded. */
export interface TourismServices {
  readonly dataSources: DataSourceRepository;
  readonly events: EventRepository;
  readonly guests: GuestRepository;
  readonly pointsOfInterest: PointOfInterestRepository;
  readonly trails: TrailRepository;
}

/** Fresh repositories for a request: its clock decides which events are over. */
export function tourismServices(db: PrismaClient, { clock }: Pick<RequestFacts, 'clock'>): TourismServices {
  return {
    dataSources: dataSourceRepository(db),
    events: eventRepository(db, clock.now()),
    guests: guestRepository(db),
    pointsOfInterest: pointOfInterestRepository(db),
    trails: trailRepository(db),
  };
}
