import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stopPageStatement } from '../src/repositories/stops.js';
import { insertStop } from './fixtures.js';
import { startMobility, type TestMobility } from './support.js';

let mobility: TestMobility;

beforeAll(async () => {
  mobility = await startMobility(null);
  const { client } = mobility;
  await insertStop(client, 'synthetic:a', 51.72, 8.75);
  await insertStop(client, 'synthetic:b', 51.73, 8.76);
  await insertStop(client, 'synthetic:c', 52.02, 8.53);
  await client.query(`UPDATE stop SET ags = '05711000' WHERE id = 'synthetic:c'`);
  await insertStop(client, 'synthetic:gone', 51.72, 8.75);
  await client.query(`UPDATE stop SET withdrawn_on = '2026-01-01' WHERE id = 'synthetic:gone'`);
  // 5,000 in other towns, so that a scan would be seen in the plan.
  await client.query(
    `INSERT INTO stop (id, name, lat, lon, ags, modes, step_free, source_id)
     SELECT 'synthetic:far-' || n, 'Far', 52.2 + n / 10000.0, 7.2 + (n % 97) / 100.0,
            '057740' || lpad((n % 9 + 40)::text, 2, '0'), '{BUS}', 'NO', 'test'
       FROM generate_series(1, 5000) AS n`,
  );
  await client.query('ANALYZE stop');
});

afterAll(() => mobility.stop());

const ids = async (args: string): Promise<readonly string[]> => {
  const answer = await mobility.data(`{ stops(${args}) { nodes { id } } }`);
  return (answer['stops'] as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
};

describe('a page of stops', () => {
  test('leaves out what was withdrawn, and whoever knows the id still finds it', async () => {
    expect(await ids('ags: "05774032"')).toEqual(['synthetic:a', 'synthetic:b']);
    expect(await mobility.data('{ stop(id: "synthetic:gone") { name } }')).toEqual({
      stop: { name: 'synthetic:gone' },
    });
  });

  test('of a part of the map has its edges; all conditions hold together', async () => {
    const box = 'within: { west: 8.75, south: 51.72, east: 8.76, north: 51.73 }';
    expect(await ids(box)).toEqual(['synthetic:a', 'synthetic:b']);
    expect(await ids(`${box}, ags: "05711000"`)).toEqual([]);
    expect(await ids('ags: "05711000"')).toEqual(['synthetic:c']);
  });

  test.each([
    ['all', { ags: null, within: null }, 'stop_pkey'],
    ['of a municipality', { ags: '05774041', within: null }, 'stop_ags_idx'],
    [
      'of a part of the map',
      { ags: null, within: { west: 8, south: 51, east: 8.8, north: 51.8 } },
      'stop_place_idx',
    ],
  ])('%s comes from an index', async (_, conditions, index) => {
    const { text, values } = stopPageStatement({ ...conditions, first: 50, after: null });
    const { rows } = await mobility.client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]);
    expect(JSON.stringify(rows)).toContain(`"Index Name":"${index}"`);
  });
});
