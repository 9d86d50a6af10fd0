import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addressSearchSql } from '../src/repositories/addresses.js';
import { citizen, official, startResidents, unknownId, type ResidentsUnderTest } from './support/region.js';

let region: ResidentsUnderTest;
beforeAll(async () => {
  region = await startResidents();
});
afterAll(() => region.stop());

describe('municipalities', () => {
  test('all 70 come in the order of their key', async () => {
    const { data } = await region.ask({ query: '{ municipalities { ags } }' });
    const keys = (data?.['municipalities'] as { ags: string }[]).map(({ ags }) => ags);
    expect(keys).toHaveLength(70);
    expect(keys).toEqual([...keys].sort());
  });

  test('a published figure and a share of one can be told apart', async () => {
    const query = `{ municipalities(ids: ["05774032", "05711000"]) {
      name kind ars population { year total basis note source { licence provenance } } } }`;
    expect((await region.ask({ query })).data?.['municipalities']).toEqual([
      {
        name: 'Bielefeld',
        kind: 'DISTRICT_FREE_CITY',
        ars: '057110000000',
        population: {
          year: 2018,
          total: 333_786,
          basis: 'OFFICIAL',
          note: 'Published figure of 31.12.2018.',
          source: { licence: 'CC BY 4.0', provenance: 'OPEN_DATA' },
        },
      },
      {
        name: 'Paderborn',
        kind: 'DISTRICT_TOWN',
        ars: '057740032032',
        population: expect.objectContaining({
          basis: 'SYNTHETIC_SHARE',
          note: expect.stringContaining('No official number'),
          source: { licence: 'EUPL-1.2', provenance: 'SYNTHETIC' },
        }),
      },
    ]);
  });

  test('an unknown key is null, a malformed one an error that says what is expected', async () => {
    const query =
      '{ unknown: municipality(ags: "01001000") { name } malformed: municipality(ags: "5774032") { name } }';
    const { data, errors } = await region.ask({ query });
    expect(data).toEqual({ unknown: null, malformed: null });
    expect(errors?.map(({ path, extensions }) => ({ path, ...extensions }))).toEqual([
      { path: ['malformed'], code: 'BAD_USER_INPUT', argument: 'ags', format: 'AGS' },
    ]);
  });
});

describe('address search', () => {
  const search = async (text: string): Promise<string[]> => {
    const query =
      'query ($text: String!) { addressSearch(ags: "05774032", text: $text, first: 100) { street houseNumber } }';
    const { data } = await region.ask({ query, variables: { text } });
    const found = data?.['addressSearch'] as { street: string; houseNumber: string }[];
    return found.map(({ street, houseNumber }) => `${street} ${houseNumber}`);
  };

  test('umlauts, ß, case and the abbreviation make no difference', async () => {
    await region.client.query(
      `INSERT INTO address (id, ags, street_key, street, house_number, postal_code, locality, source_id)
       SELECT '05774032-09000-' || n, '05774032', '09000', 'Möhlenstraße', n, '33098', 'Paderborn', 'synthetic-people'
         FROM unnest(ARRAY['2', '10', '10a']) AS n`,
    );
    const all = ['Möhlenstraße 2', 'Möhlenstraße 10', 'Möhlenstraße 10a'];
    for (const text of ['Möhlenstraße', 'moehlenstr.', 'MOHLENSTRASSE', 'möhl'])
      expect(await search(text)).toEqual(all);
    expect(await search('Moehlenstr. 10')).toEqual(all.slice(1));
    expect(await search('%_')).toEqual([]);
  });

  test('reads a range of the index, not the table', async () => {
    await region.client.query(
      `INSERT INTO address (id, ags, street_key, street, house_number, postal_code, locality, source_id)
       SELECT '05711000-' || (20000 + n / 100) || '-' || (1 + n % 100), '05711000', (20000 + n / 100)::text,
              'Weg ' || n / 100, (1 + n % 100)::text, '33602', 'Bielefeld', 'synthetic-people'
         FROM generate_series(0, 19999) AS n`,
    );
    await region.client.query('ANALYZE address');
    const { text, values } = addressSearchSql('05774032', 'Bahnhofstr. 1', 10);
    const { rows } = await region.client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index (Only )?Scan using address_search_idx/);
    expect(plan).toMatch(/Index Cond: .*ags = .*street_folded\)::text >= /);
    expect(plan).not.toContain('Seq Scan');
  });
});

describe('who asks', () => {
  test('without signing in there is a viewer and no resident', async () => {
    const { data } = await region.ask({ query: '{ viewer { id kind trust resident { id } } me { id } }' });
    expect(data).toEqual({
      viewer: { id: 'anonymous', kind: 'ANONYMOUS', trust: 'NONE', resident: null },
      me: null,
    });
  });

  test('an official acts in office: no me', async () => {
    const { data, errors } = await region.ask({
      query: '{ me { id } viewer { kind } }',
      as: official('STATISTICS'),
    });
    expect({ data, errors }).toEqual({ data: { me: null, viewer: { kind: 'OFFICIAL' } }, errors: undefined });
  });

  test('a parent sees whom they may act for', async () => {
    const { rows } = await region.client.query<{ representative_id: string; represented_id: string }>(
      'SELECT * FROM representation ORDER BY representative_id, represented_id LIMIT 1',
    );
    const [pair] = rows;
    const query = '{ viewer { actingFor { id isAdult } } }';
    const { data } = await region.ask({ query, as: citizen(pair?.representative_id ?? '') });
    // The child's age is about the child, and the parent no official: only who it is may be seen.
    expect(data).toEqual({
      viewer: { actingFor: expect.arrayContaining([{ id: pair?.represented_id, isAdult: null }]) },
    });
  });

  test('a citizen reads their own dashboard', async () => {
    const { rows } = await region.client.query<{ resident_id: string }>(
      'SELECT resident_id FROM appointment WHERE starts_at > $1 ORDER BY id LIMIT 1',
      [new Date('2026-11-23T07:00:00Z')],
    );
    const query = `{ me { id givenNames isAdult applications(states: [AWAITING_APPOINTMENT], first: 5) {
      id state service { title } statusEvents { state messageForCitizen(lang: EN) } caseFile { documents { title } } }
      appointments { startsAt office { name } } } }`;
    const { data, errors } = await region.ask({ query, as: citizen(rows[0]?.resident_id ?? '') });
    expect(errors).toBeUndefined();
    expect(data?.['me']).toEqual(
      expect.objectContaining({
        id: rows[0]?.resident_id,
        isAdult: true,
        applications: expect.arrayContaining([expect.objectContaining({ state: 'AWAITING_APPOINTMENT' })]),
        appointments: [
          { startsAt: expect.stringMatching(/Z$/), office: { name: expect.stringContaining('Bürgerbüro') } },
        ],
      }),
    );
  });
});

describe('services and slots', () => {
  test('the offer of an identity card, with what a portal shows first', async () => {
    const query = `{ services(ags: "05774032", leikaPrefix: "99008001012") {
      leikaKey title english: title(lang: EN) turkish: title(lang: TR) requiredTrust channel
      fee { amountCents currency } requiredDocuments(lang: EN) office { kind address { municipality { name } } } } }`;
    expect((await region.ask({ query })).data?.['services']).toEqual([
      {
        leikaKey: '99008001012000',
        title: 'Personalausweis beantragen',
        english: 'Apply for an identity card',
        turkish: 'Personalausweis beantragen',
        requiredTrust: 'NORMAL',
        channel: 'ONLINE_WITH_APPOINTMENT',
        fee: { amountCents: 3700, currency: 'EUR' },
        requiredDocuments: expect.arrayContaining(['digital photo']),
        office: { kind: 'CITIZENS_OFFICE', address: { municipality: { name: 'Paderborn' } } },
      },
    ]);
  });

  const slots = `query ($office: ID!, $from: DateTime!, $to: DateTime!) {
    slots(officeId: $office, leikaKey: "99008001012000", from: $from, to: $to) { id startsAt endsAt } }`;
  const office = async (): Promise<string> => {
    const { rows } = await region.client.query<{ id: string }>(
      "SELECT id FROM office WHERE ags = '05774004' AND kind = 'CITIZENS_OFFICE'",
    );
    return rows[0]?.id ?? '';
  };

  test('nothing in the past: at 08:00 the day begins at 08:00, and who booked a desk takes it away', async () => {
    const id = await office();
    const variables = { office: id, from: '2026-11-23T00:00:00+01:00', to: '2026-11-24T00:00:00+01:00' };
    const times = async (): Promise<string[]> =>
      ((await region.ask({ query: slots, variables })).data?.['slots'] as { startsAt: string }[]).map(
        ({ startsAt }) => startsAt.slice(11, 16),
      );
    const before = await times();
    expect(before.slice(0, 2)).toEqual(['07:00', '07:15']);
    await region.client.query(
      `INSERT INTO appointment (id, office_id, desk, resident_id, leika_key, starts_at, ends_at)
       SELECT 'test-' || desk, $1, desk, (SELECT min(id) FROM resident), '99008001012000',
              '2026-11-23T07:00:00Z', '2026-11-23T07:15:00Z' FROM generate_series(1, 2) AS desk
       ON CONFLICT DO NOTHING`,
      [id],
    );
    expect(await times()).toEqual(before.slice(1));
  });

  test('more than 31 days is refused, an unknown office has none', async () => {
    const id = await office();
    const from = '2026-12-01T00:00:00+01:00';
    const long = await region.ask({
      query: slots,
      variables: { office: id, from, to: '2027-01-02T00:00:00+01:00' },
    });
    expect(long.errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'to',
      format: 'TIME_RANGE_31_DAYS',
    });
    const to = '2026-12-02T00:00:00+01:00';
    const unknown = await region.ask({ query: slots, variables: { office: unknownId('office'), from, to } });
    expect(unknown.data).toEqual({ slots: [] });
  });
});

test('what is synthetic says so', async () => {
  const query = '{ residentsDataSources { provenance attribution } address(id: "05774032-00020-1") { id } }';
  const { data } = await region.ask({ query });
  const sources = data?.['residentsDataSources'] as { provenance: string }[];
  expect(sources.map(({ provenance }) => provenance).sort()).toEqual([
    'OPEN_DATA',
    'OPEN_DATA',
    'SYNTHETIC',
    'SYNTHETIC',
    'SYNTHETIC',
  ]);
});
