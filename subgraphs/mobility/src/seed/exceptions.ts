import type { SeedContext } from '@modellregion/subgraph-kit';
import { SYNTHETIC_SOURCE_ID, type World } from './world.js';

/** Of a thousand trips of the day of the seed, so many are cancelled, and so many more run late. */
const CANCELLED = 8;
const LATE = 60;

/**
 * What a real-time feed would have said of the made-up trips on the day of the seed. The hash of the trip id decides which trips
 * and how late, so that the same day always has the same exceptions.
 */
export async function insertExceptions(client: SeedContext['client'], { today }: World): Promise<void> {
  await client.query(
    `INSERT INTO trip_exception (trip_id, service_day, cancelled, delay_minutes)
     SELECT id, $1::date, lot < $2, CASE WHEN lot >= $2 THEN 1 + lot % 14 END
       FROM (SELECT trip.id, weekdays, (hashtextextended(trip.id, 0) & 1023)::int AS lot
               FROM trip JOIN line_pattern ON line_pattern.id = trip.pattern_id
               JOIN transit_line ON transit_line.id = line_pattern.line_id AND transit_line.source_id = $4) AS drawn
      WHERE lot < $2 + $3 AND weekdays & (1 << (extract(isodow FROM $1::date)::int - 1)) <> 0`,
    [today, CANCELLED, LATE, SYNTHETIC_SOURCE_ID],
  );
}
