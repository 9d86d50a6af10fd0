import { batchLoader, type RequestFacts, type TimeRange } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { AppointmentRecord } from '../records.js';
import type { ResidentRepository } from './residents.js';
import { listOf } from './lists.js';

/** Booked appointments; those of somebody this caller may not know of do not exist for them. */
export interface AppointmentRepository {
  byId(id: string): Promise<AppointmentRecord | null>;
  ofApplication(applicationId: string): Promise<AppointmentRecord | null>;
  /** The next first; with `upcomingOnly` without those that have ended. */
  ofResident(residentId: string, upcomingOnly: boolean): Promise<readonly AppointmentRecord[]>;
  /** What takes up desks of an office in a range, whoever booked it; times only. */
  bookedAt(officeId: string, range: TimeRange): Promise<readonly BookedTime[]>;
}

/** A time at which one desk is taken. */
export interface BookedTime {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** No appointment is longer (check of the table service_offer), so nothing earlier can reach into a range. */
const LONGEST_MS = 240 * 60_000;

export function appointmentRepository(
  db: PrismaClient,
  request: RequestFacts,
  residents: ResidentRepository,
): AppointmentRepository {
  const rows = batchLoader<string, AppointmentRecord>(
    (ids) => db.appointment.findMany({ where: { id: { in: [...ids] } } }),
    ({ id }) => id,
  );
  const ofApplication = batchLoader<string, AppointmentRecord>(
    (ids) => db.appointment.findMany({ where: { applicationId: { in: [...ids] } } }),
    ({ applicationId }) => applicationId ?? '',
  );
  const list = {
    table: 'appointment',
    fields: Object.values(Prisma.AppointmentScalarFieldEnum),
    column: 'resident_id',
    orderBy: 'starts_at, id',
  } as const;
  const all = listOf<AppointmentRecord>(db, list);
  const upcoming = listOf<AppointmentRecord>(db, {
    ...list,
    where: Prisma.sql`ends_at > ${request.clock.now()}`,
  });
  return {
    byId: async (id) => {
      const row = await rows.load(id);
      return row !== null && (await residents.byId(row.residentId)) !== null ? row : null;
    },
    ofApplication: (applicationId) => ofApplication.load(applicationId),
    ofResident: (residentId, upcomingOnly) => (upcomingOnly ? upcoming : all).load(residentId),
    bookedAt: (officeId, { from, to }) =>
      db.appointment.findMany({
        where: {
          officeId,
          startsAt: { gt: new Date(from.getTime() - LONGEST_MS), lt: to },
          endsAt: { gt: from },
        },
        select: { startsAt: true, endsAt: true },
      }),
  };
}
