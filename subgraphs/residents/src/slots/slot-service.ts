import type { Clock, TimeRange } from '@modellregion/subgraph-kit';
import type { SlotRecord } from '../records.js';
import type { AppointmentRepository } from '../repositories/appointments.js';
import type { OfficeRepository } from '../repositories/offices.js';
import type { ServiceRepository } from '../repositories/services.js';
import { freeSlots } from './free-slots.js';

/** Which appointments an office can still give for a service. */
export interface SlotService {
  /** Empty if the office is unknown or does not give appointments for the service; never in the past. */
  find(wanted: WantedSlots): Promise<readonly SlotRecord[]>;
}

interface WantedSlots {
  readonly officeId: string;
  readonly leikaKey: string;
  /** Slots begin in here. */
  readonly range: TimeRange;
  readonly first: number;
}

interface Needs {
  readonly clock: Clock;
  readonly offices: OfficeRepository;
  readonly services: ServiceRepository;
  readonly appointments: AppointmentRepository;
}

export function slotService({ clock, offices, services, appointments }: Needs): SlotService {
  return {
    find: async ({ officeId, leikaKey, range, first }) => {
      const office = await offices.byId(officeId);
      const offer = office === null ? null : await services.offer(leikaKey, office.ags);
      if (office === null || offer?.officeId !== officeId || offer.appointmentMinutes === null) return [];
      const minutes = offer.appointmentMinutes;
      const now = clock.now();
      const ahead = { from: range.from > now ? range.from : now, to: range.to };
      if (ahead.from >= ahead.to) return [];
      // A slot may end after the range, where it can still meet a booked one.
      const reach = { from: ahead.from, to: new Date(ahead.to.getTime() + minutes * 60_000) };
      const [opening, booked] = await Promise.all([
        offices.openingOf(officeId),
        appointments.bookedAt(officeId, reach),
      ]);
      const found: SlotRecord[] = [];
      for (const { from, to } of freeSlots({ opening, minutes, desks: office.desks, booked, range: ahead })) {
        found.push({ id: slotId(officeId, leikaKey, from), officeId, startsAt: from, endsAt: to });
        if (found.length === first) break;
      }
      return found;
    },
  };
}

/** All that booking needs to find the slot again, in a form nobody is tempted to take apart. */
function slotId(officeId: string, leikaKey: string, from: Date): string {
  return Buffer.from(`${officeId} ${leikaKey} ${from.getTime() / 60_000}`).toString('base64url');
}
