import type { SeedContext } from '@modellregion/subgraph-kit';
import { SYNTHETIC_SOURCE_ID } from './world.js';

/** What is deleted takes what belongs to it along: lines their trips, stops their quays, stations their points. */
const REDRAWN = [
  'quay',
  'transit_line',
  'stop',
  'parking_facility',
  'charging_station',
  'shared_vehicle',
  'shared_system',
] as const;

/** Deletes the synthetic records that give way to published ones or rest on them. */
export async function deleteRedrawn(client: SeedContext['client']): Promise<void> {
  await client.query(
    `DELETE FROM disruption_stop USING disruption
      WHERE disruption.id = disruption_stop.disruption_id AND disruption.source_id = $1`,
    [SYNTHETIC_SOURCE_ID],
  );
  for (const table of REDRAWN)
    await client.query(`DELETE FROM ${table} WHERE source_id = $1`, [SYNTHETIC_SOURCE_ID]);
}
