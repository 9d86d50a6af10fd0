import { batchLoader, rowsOfEach, type First, type Loader, type TimeRange } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { EventRecord } from './records.js';
import { CULTURAL_EVENT } from './tables.js';

/** Events that overlap a stretch of time. */
export interface EventSearch extends First {
  /** Null: the whole region. */
  readonly ags: string | null;
  readonly range: TimeRange;
}

/** Events; "upcoming" are those that are not over at the time of the request. */
export interface EventRepository {
  readonly byId: Loader<EventRecord | null>;
  /** By begin, then id. */
  readonly search: (search: EventSearch) => Promise<readonly EventRecord[]>;
  readonly upcomingIn: (args: First) => Loader<readonly EventRecord[]>;
  readonly upcomingAt: (args: First) => Loader<readonly EventRecord[]>;
  readonly upcomingBy: (args: First) => Loader<readonly EventRecord[]>;
}

export function eventRepository(db: PrismaClient, now: Date): EventRepository {
  const upcomingOf = (column: 'ags' | 'venue_id' | 'organiser_id') =>
    rowsOfEach<EventRecord>(db, {
      table: CULTURAL_EVENT,
      column,
      orderBy: 'starts_at, id',
      where: Prisma.sql`over_at >= ${now}::timestamptz`,
    });
  return {
    byId: batchLoader<string, EventRecord>(
      (ids) => db.culturalEvent.findMany({ where: { id: { in: [...ids] } } }),
      ({ id }) => id,
    ),
    search: (search) => db.$queryRaw<EventRecord[]>(searchStatement(search)),
    upcomingIn: upcomingOf('ags'),
    upcomingAt: upcomingOf('venue_id'),
    upcomingBy: upcomingOf('organiser_id'),
  };
}

function searchStatement({ ags, range, first }: EventSearch): Prisma.Sql {
  const place = ags === null ? Prisma.empty : Prisma.sql`ags = ${ags} AND`;
  // One that ends as the stretch begins is over; one without end counts where it begins.
  return Prisma.sql`
    SELECT ${CULTURAL_EVENT.columns} FROM cultural_event
     WHERE ${place} starts_at < ${range.to}::timestamptz
       AND (over_at > ${range.from}::timestamptz OR starts_at = ${range.from}::timestamptz)
     ORDER BY starts_at, id LIMIT ${first}`;
}
