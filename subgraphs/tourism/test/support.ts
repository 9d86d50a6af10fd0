import { startSubgraph, type SubgraphUnderTest } from '@modellregion/subgraph-kit/testing';
import { tourism } from '../src/index.js';

export { NOW } from '@modellregion/subgraph-kit/testing';
export type TestTourism = SubgraphUnderTest;

/** @param profile null leaves the tables empty, for tests that bring their own rows */
export const startTourism = (profile: 'small' | 'demo' | null): Promise<TestTourism> =>
  startSubgraph(tourism, profile);

type Client = TestTourism['client'];

/** A point of interest; what is not said is usual. */
export async function insertPoint(
  client: Client,
  id: string,
  row: {
    readonly name?: string;
    readonly ags?: string;
    readonly category?: string;
    readonly stop?: string;
    readonly metres?: number;
  } = {},
): Promise<void> {
  await client.query(
    `INSERT INTO data_source (id, title, publisher, licence, attribution, retrieved_on, provenance)
     VALUES ('test', 'Test', 'Test', 'EUPL-1.2', 'Test', '2026-01-01', 'SYNTHETIC') ON CONFLICT DO NOTHING`,
  );
  await client.query(
    `INSERT INTO point_of_interest (id, name, category, lat, lon, ags, nearest_stop_id, nearest_stop_metres, source_id)
     VALUES ($1, $2, $3, 51.9, 8.4, $4, $5, $6, 'test')`,
    [id, row.name ?? id, row.category ?? 'PARK', row.ags ?? '05754008', row.stop ?? null, row.metres ?? null],
  );
}

/** An event at a point of interest of Gütersloh. */
export async function insertEvent(
  client: Client,
  id: string,
  row: {
    readonly starts: string;
    readonly ends?: string;
    readonly venue: string;
    readonly organiser?: string;
    readonly ags?: string;
  },
): Promise<void> {
  await client.query(
    `INSERT INTO cultural_event (id, title, starts_at, ends_at, venue_id, ags, organiser_id, source_id)
     VALUES ($1, $1, $2, $3, $4, $5, $6, 'test')`,
    [id, row.starts, row.ends ?? null, row.venue, row.ags ?? '05754008', row.organiser ?? null],
  );
}
