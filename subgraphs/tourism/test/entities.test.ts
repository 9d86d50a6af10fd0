import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { statementsPerTable } from '@modellregion/subgraph-kit/testing';
import { startTourism, type TestTourism } from './support.js';

let tourism: TestTourism;

beforeAll(async () => {
  tourism = await startTourism('small');
});
afterAll(() => tourism.stop());

/** Known keys of an entity, and all that tourism itself says about it. */
const ENTITIES: Readonly<Record<string, readonly [keys: string, fields: string]>> = {
  PointOfInterest: [
    'SELECT id FROM point_of_interest ORDER BY id',
    `name category location { lat lon } address { id } municipality { ags } wheelchairAccessible openingHours
     operator { id } nearestStop { id } nearestStopMetres upcomingEvents { id } source { title }`,
  ],
  CulturalEvent: [
    'SELECT id FROM cultural_event ORDER BY id',
    `title startsAt endsAt venue { name } organiser { id } permit { id } expectedVisitors priceFrom { amountCents }
     source { title }`,
  ],
  Trail: [
    'SELECT id FROM trail ORDER BY id',
    'name kind lengthKm municipality { ags } start { name } end { name } source { title }',
  ],
  Municipality: [
    'SELECT DISTINCT ags FROM point_of_interest ORDER BY ags',
    'pointsOfInterest { name } upcomingEvents { title } overnightStays(year: 2025)',
  ],
  Stop: [
    'SELECT DISTINCT nearest_stop_id AS id FROM point_of_interest WHERE nearest_stop_id IS NOT NULL',
    'pointsOfInterest { name }',
  ],
  Business: ['SELECT business_id AS id FROM hotel ORDER BY 1', 'hostedEvents { title } hotelStars'],
};

describe('an _entities call of 100 keys', () => {
  test('has fields here for every entity of the schema', async () => {
    const answer = await tourism.data('{ __type(name: "_Entity") { possibleTypes { name } } }');
    const { possibleTypes } = answer['__type'] as { possibleTypes: { name: string }[] };
    const here = possibleTypes
      .map(({ name }) => name)
      .filter((name) => !['Address', 'Permit'].includes(name));
    expect(here.sort()).toEqual(Object.keys(ENTITIES).sort());
  });

  test.each(Object.entries(ENTITIES))('%s: at most one statement per table', async (type, [sql, fields]) => {
    const { rows } = await tourism.client.query<object>(`SELECT * FROM (${sql}) AS known LIMIT 100`);
    const missing = Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, 'missing']));
    const keys = Array.from({ length: 100 }, (_, n) => rows[n] ?? missing);

    let answered: readonly unknown[] = [];
    const statements = await tourism.statementsOf(async () => {
      answered = await tourism.entities(type, keys, fields);
    });

    expect(rows.length).toBeGreaterThan(0);
    expect(answered.slice(0, rows.length)).not.toContain(null);
    const counts = Object.entries(statementsPerTable(statements)).filter(([, count]) => count > 1);
    expect(counts).toEqual([]);
  });
});
