import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  municipalities,
  PUBLISHED_STOPS,
  startOfDay,
  syntheticRegion,
  syntheticRoadOccupations,
} from '@modellregion/subgraph-kit';
import { startTourism, type TestTourism } from './support.js';

let tourism: TestTourism;

beforeAll(async () => {
  tourism = await startTourism('small');
});
afterAll(() => tourism.stop());

async function rows<Row extends object>(sql: string): Promise<readonly Row[]> {
  return (await tourism.client.query<Row>(sql)).rows;
}

describe('what is made up joins with what others say', () => {
  test('every municipality has something to see, at addresses of the region', async () => {
    const found = await rows<{ ags: string; address_id: string }>(
      'SELECT ags, address_id FROM point_of_interest',
    );
    expect(new Set(found.map(({ ags }) => ags)).size).toBe(municipalities().length);
    const region = syntheticRegion('small');
    const wrong = found.filter((it) => !region.addresses(it.ags).some(({ id }) => id === it.address_id));
    expect(wrong).toEqual([]);
  });

  test('festivals stand on the permits of the trade office, and on their days', async () => {
    const festivals = await rows<{ permit_id: string; starts_at: Date }>(
      'SELECT permit_id, starts_at FROM cultural_event WHERE permit_id IS NOT NULL ORDER BY permit_id',
    );
    const occupations = syntheticRoadOccupations(syntheticRegion('small')).filter(
      ({ kind }) => kind === 'EVENT',
    );
    expect(festivals.length).toBeGreaterThan(5);
    expect(festivals.map((it) => it.permit_id)).toEqual(occupations.map((it) => it.permitId).sort());
    const first = occupations.find(({ permitId }) => permitId === festivals[0]?.permit_id);
    const day = new Date(`2026-11-30T12:00:00Z`).getTime() + (first?.begins ?? 0) * 86_400_000;
    const midnight = startOfDay(new Date(day).toISOString().slice(0, 10));
    expect(festivals[0]?.starts_at.getTime()).toBe(midnight.getTime() + 10 * 3_600_000);
  });

  test('stops are those with a published id, in their own towns', async () => {
    const found = await rows<{ id: string; ags: string }>(
      'SELECT DISTINCT nearest_stop_id AS id, ags FROM point_of_interest WHERE nearest_stop_id IS NOT NULL',
    );
    expect(found).toHaveLength(PUBLISHED_STOPS.length);
    expect(PUBLISHED_STOPS).toEqual(
      expect.arrayContaining(found.map((it) => expect.objectContaining({ id: it.id, ags: it.ags }))),
    );
  });
});
