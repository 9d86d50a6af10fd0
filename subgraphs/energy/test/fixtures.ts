import { meloId, maloId } from '../src/seed/numbers.js';
import type { TestEnergy } from './support.js';

type Client = TestEnergy['client'];

/** A data source that everything else refers to. */
export async function insertSource(client: Client): Promise<void> {
  await client.query(
    `INSERT INTO data_source (id, title, publisher, licence, attribution, retrieved_on, provenance)
     VALUES ('test', 'Test', 'Test', 'EUPL-1.2', 'Test', '2026-01-01', 'SYNTHETIC') ON CONFLICT DO NOTHING`,
  );
}

/** A market location of resident-a with the meters of these numbers; returns its id. */
export async function insertLocation(
  client: Client,
  n: number,
  meters: readonly (readonly [number: number, kind: 'SMART_METER' | 'FERRARIS'])[],
): Promise<string> {
  await insertSource(client);
  const id = maloId(n, 'ELECTRICITY');
  await client.query(
    `INSERT INTO market_location (malo_id, medium, direction, customer_resident_id, source_id)
     VALUES ($1, 'ELECTRICITY', 'WITHDRAWAL', 'resident-a', 'test')`,
    [id],
  );
  for (const [number, kind] of meters) {
    await client.query(
      `INSERT INTO metering_point (melo_id, number, malo_id, meter_kind, unit, obis, source_id)
       VALUES ($1, $2, $3, $4, 'KWH', '1-0:1.8.0', 'test')`,
      [meloId(number, '33129'), number, id, kind],
    );
  }
  return id;
}

/** One value for each quarter-hour of a range: one thousandth of a kilowatt-hour, and as true as said. */
export async function insertQuarters(
  client: Client,
  meter: number,
  from: string,
  to: string,
  { amount = 1, status = 0 }: { readonly amount?: number; readonly status?: 0 | 1 | 2 } = {},
): Promise<void> {
  await client.query(
    `INSERT INTO quarter_hour_value (meter, quarter, amount, status)
     SELECT $1, quarter, $4, $5
       FROM generate_series((extract(epoch FROM $2::timestamptz) / 900)::int,
                            (extract(epoch FROM $3::timestamptz) / 900)::int - 1) AS quarter`,
    [meter, from, to, amount, status],
  );
}
