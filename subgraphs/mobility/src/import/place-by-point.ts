import type { Client } from 'pg';
import type { StagedTable } from '@modellregion/subgraph-kit';

/**
 * Gives records without a municipality the one in which their point lies, by the areas that were imported. Where there
 * is none, nobody would find the record again, and it is rejected.
 *
 * @param column what the finding names
 */
export async function placeByPoint(client: Client, staged: StagedTable, column: string): Promise<void> {
  await client.query(`UPDATE ${staged.name} SET ags = municipality_at(lat, lon) WHERE ok AND ags IS NULL`);
  await staged.reject(
    'ags IS NULL',
    column,
    `CASE WHEN EXISTS (SELECT FROM municipality_ring)
          THEN 'lies in none of the municipalities that are known here'
          ELSE 'no municipality is known here: import their areas (boundaries-geojson) first' END`,
  );
}
