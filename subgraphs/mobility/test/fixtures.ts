import type { TestMobility } from './support.js';

type Client = TestMobility['client'];

/** A data source that everything else refers to. */
export async function insertSource(client: Client): Promise<void> {
  await client.query(
    `INSERT INTO data_source (id, title, publisher, licence, attribution, retrieved_on, provenance)
     VALUES ('test', 'Test', 'Test', 'EUPL-1.2', 'Test', '2026-01-01', 'SYNTHETIC') ON CONFLICT DO NOTHING`,
  );
}

export async function insertStop(client: Client, id: string, lat: number, lon: number): Promise<void> {
  await insertSource(client);
  await client.query(
    `INSERT INTO stop (id, name, lat, lon, ags, modes, step_free, source_id)
     VALUES ($1, $1, $2, $3, '05774032', '{BUS}', 'YES', 'test')`,
    [id, lat, lon],
  );
}

/** One line with one trip that calls at some stops. */
export interface Run {
  readonly id: string;
  /** Monday 1 … Sunday 64. */
  readonly weekdays: number;
  readonly startMinute: number;
  /** Stop id and minutes after the start, in order; the last one is where everybody gets off. */
  readonly calls: readonly (readonly [stopId: string, minutes: number])[];
  readonly valid?: readonly [from: string, to: string];
}

export async function insertRun(client: Client, run: Run): Promise<void> {
  const { id, weekdays, startMinute, calls, valid = ['2020-01-01', '2030-12-31'] } = run;
  await client.query(`INSERT INTO transit_line VALUES ($1, $1, 'BUS', NULL, 'test')`, [`line-${id}`]);
  await client.query(`INSERT INTO line_pattern VALUES ($1, $2, 'Ziel')`, [`pattern-${id}`, `line-${id}`]);
  for (const [sequence, [stopId, minutes]] of calls.entries()) {
    await client.query(`INSERT INTO pattern_stop VALUES ($1, $2, $3, $4, 'A', $5)`, [
      `pattern-${id}`,
      sequence,
      stopId,
      minutes,
      sequence < calls.length - 1,
    ]);
  }
  await client.query('INSERT INTO trip VALUES ($1, $2, $3, $4, $5, $6)', [
    id,
    `pattern-${id}`,
    weekdays,
    startMinute,
    ...valid,
  ]);
}
