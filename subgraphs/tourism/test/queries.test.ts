import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { insertEvent, insertPoint, startTourism, type TestTourism } from './support.js';

// Now is Monday, 30 November 2026, noon in Berlin.
let tourism: TestTourism;
const GT = '05754008';

beforeAll(async () => {
  tourism = await startTourism(null);
  const { client } = tourism;
  await insertPoint(client, 'b', { name: 'Stadtpark', stop: 'de:05754:5947', metres: 900 });
  await insertPoint(client, 'a', { name: 'Stadtpark', stop: 'de:05754:5947', metres: 300 });
  await insertPoint(client, 'c', { name: 'Museum', category: 'MUSEUM', stop: 'de:05754:5947', metres: 300 });
  await insertPoint(client, 'd', { name: 'Dom', ags: '05774032', category: 'MUSEUM' });
  await insertEvent(client, 'over', {
    starts: '2026-11-29T10:00:00Z',
    ends: '2026-11-29T12:00:00Z',
    venue: 'a',
  });
  await insertEvent(client, 'on', {
    starts: '2026-11-30T08:00:00Z',
    ends: '2026-11-30T20:00:00Z',
    venue: 'a',
  });
  await insertEvent(client, 'open', { starts: '2026-12-01T10:00:00Z', venue: 'b', organiser: 'business-x' });
  await insertEvent(client, 'far', {
    starts: '2026-12-01T10:00:00Z',
    ends: '2026-12-02T10:00:00Z',
    venue: 'd',
    ags: '05774032',
  });
  await client.query(`INSERT INTO overnight_stays VALUES ('${GT}', 2025, 210000)`);
  await client.query(`INSERT INTO hotel VALUES ('business-x', 4)`);
});
afterAll(() => tourism.stop());

const idsOf = (rows: unknown): readonly string[] => (rows as { id: string }[]).map(({ id }) => id);

describe('points of interest', () => {
  test('of a municipality by name, then id; of one category where that is asked', async () => {
    const all = await tourism.data(`{ pointsOfInterest(ags: "${GT}") { id } }`);
    expect(idsOf(all['pointsOfInterest'])).toEqual(['c', 'a', 'b']);
    const museums = await tourism.data(`{ pointsOfInterest(ags: "${GT}", category: MUSEUM) { id } }`);
    expect(idsOf(museums['pointsOfInterest'])).toEqual(['c']);
  });

  test('of a stop: the nearest first, none beyond the radius', async () => {
    const [near, all] = (await tourism
      .entities(
        'Stop',
        [{ id: 'de:05754:5947' }],
        'near: pointsOfInterest { id } all: pointsOfInterest(radiusM: 1000) { id }',
      )
      .then(([stop]) => Object.values(stop as Record<string, unknown>))) as [unknown, unknown];
    expect(idsOf(near)).toEqual(['a', 'c']);
    expect(idsOf(all)).toEqual(['a', 'c', 'b']);
  });
});

describe('events', () => {
  const search = async (from: string, to: string, ags?: string): Promise<readonly string[]> => {
    const place = ags === undefined ? '' : `ags: "${ags}",`;
    const { events } = await tourism.data(`{ events(${place} from: "${from}", to: "${to}") { id } }`);
    return idsOf(events);
  };

  test.each([
    [
      'what overlaps, by begin, then id',
      '2026-11-29T00:00:00Z',
      '2026-12-03T00:00:00Z',
      ['over', 'on', 'far', 'open'],
    ],
    ['one that is under way', '2026-11-30T12:00:00Z', '2026-11-30T13:00:00Z', ['on']],
    ['one that ends as it begins is over', '2026-11-29T12:00:00Z', '2026-11-29T13:00:00Z', []],
    ['the end does not count', '2026-11-30T20:00:00Z', '2026-12-01T10:00:00Z', []],
    [
      'one without end counts where it begins',
      '2026-12-01T10:00:00Z',
      '2026-12-01T11:00:00Z',
      ['far', 'open'],
    ],
  ])('%s', async (_what, from, to, ids) => {
    expect(await search(from, to)).toEqual(ids);
  });

  test('of one municipality', async () => {
    expect(await search('2026-11-29T00:00:00Z', '2026-12-03T00:00:00Z', '05774032')).toEqual(['far']);
  });

  test('upcoming are those that are not over now: in a town, at a place, by an organiser', async () => {
    const [town] = await tourism.entities('Municipality', [{ ags: GT }], 'upcomingEvents { id }');
    expect(idsOf((town as { upcomingEvents: unknown }).upcomingEvents)).toEqual(['on', 'open']);
    const [place] = await tourism.entities('PointOfInterest', [{ id: 'a' }], 'upcomingEvents { id }');
    expect(idsOf((place as { upcomingEvents: unknown }).upcomingEvents)).toEqual(['on']);
    const [business] = await tourism.entities(
      'Business',
      [{ id: 'business-x' }],
      'hostedEvents { id } hotelStars',
    );
    expect(business).toEqual({ hostedEvents: [{ id: 'open' }], hotelStars: 4 });
  });
});

test('overnight stays are null for a year without figures', async () => {
  const [town] = await tourism.entities(
    'Municipality',
    [{ ags: GT }],
    'known: overnightStays(year: 2025) unknown: overnightStays(year: 2024)',
  );
  expect(town).toEqual({ known: 210_000, unknown: null });
});

test.each([
  ['{ events(from: "2026-12-01T00:00:00Z", to: "2026-11-01T00:00:00Z") { id } }', 'TIME_RANGE'],
  ['{ events(from: "2024-12-01T00:00:00Z", to: "2026-11-01T00:00:00Z") { id } }', 'TIME_RANGE_366_DAYS'],
  ['{ trails(ags: "33098") { id } }', 'AGS'],
  ['{ pointOfInterest(id: "trail-1") { id } }', 'OPAQUE_ID'],
  [`{ pointsOfInterest(ags: "${GT}", first: 101) { id } }`, 'PAGE_SIZE'],
])('%s is refused: %s', async (query, format) => {
  const { errors } = await tourism.ask(query);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', format });
});
