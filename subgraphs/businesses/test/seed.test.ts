import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  fixedClock,
  isRegisterNumber,
  isVatId,
  syntheticBusinessCount,
  syntheticId,
  syntheticRegion,
  syntheticRoadOccupations,
  syntheticTradeRegistrations,
} from '@modellregion/subgraph-kit';
import { businesses } from '../src/index.js';
import { businessesRows } from '../src/seed/index.js';
import { worldOf } from '../src/seed/world.js';
import { NOW, startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';
import { citizen } from './support.js';

let subgraph: SubgraphUnderTest;
let seconds = 0;

beforeAll(async () => {
  const empty = await startSubgraph(businesses, null);
  const started = performance.now();
  await empty.client.query('BEGIN');
  await businesses.seed?.({
    client: empty.client,
    profile: 'demo',
    clock: fixedClock(NOW),
    log: undefined as never,
  });
  await empty.client.query('COMMIT');
  seconds = (performance.now() - started) / 1_000;
  subgraph = empty;
});

afterAll(() => subgraph.stop());

const column = async (sql: string): Promise<readonly string[]> =>
  (await subgraph.client.query<{ value: string }>(sql)).rows.map(({ value }) => value);
const number = async (sql: string): Promise<number> => Number((await column(sql))[0]);

test('demo takes less than 10 s', () => {
  expect(seconds).toBeLessThan(10);
});

describe('businesses', () => {
  test('are one for 12 to 15 residents, two of three are one person', async () => {
    const count = await number('SELECT count(*) AS value FROM business');
    expect(5_000 / count).toBeGreaterThanOrEqual(12);
    expect(5_000 / count).toBeLessThanOrEqual(15);
    const sole = await number(`SELECT avg((legal_form = 'SOLE_PROPRIETOR')::int) AS value FROM business`);
    expect(sole).toBeGreaterThan(0.55);
    expect(sole).toBeLessThan(0.75);
  });

  test('that other subgraphs name by number are companies that run what they are named for', async () => {
    const named = Array.from({ length: 16 }, (_, i) => syntheticId('business', i + 1));
    const { rows } = await subgraph.client.query<{ name: string; code: string }>(
      `SELECT name, code FROM business JOIN business_wz_code AS wz ON wz.business_id = id AND position = 0
        WHERE id = ANY ($1) AND status IN ('ACTIVE', 'CEASED') ORDER BY array_position($1, id)`,
      [named],
    );
    expect(rows.map(({ code }) => code)).toEqual([
      ...Array<string>(9).fill('49.31.0'),
      '49.10.0',
      ...Array<string>(6).fill('52.21.1'),
    ]);
    expect(rows.every(({ name }) => name.endsWith(' GmbH'))).toBe(true);
  });

  test('have numbers of the right form and runs of adults who live where the head office is', async () => {
    const vat = await column('SELECT vat_id AS value FROM business WHERE vat_id IS NOT NULL');
    const registered = await column(
      'SELECT register_number AS value FROM business WHERE register_number IS NOT NULL',
    );
    expect(vat.filter((id) => !isVatId(id))).toEqual([]);
    expect(registered.filter((it) => !isRegisterNumber(it))).toEqual([]);
    const adults = new Set(
      [...syntheticRegion('demo').residents()].filter((it) => it.isAdult).map((it) => it.id),
    );
    const people = await column('SELECT resident_id AS value FROM proprietor');
    expect(people.filter((id) => !adults.has(id))).toEqual([]);
    expect(
      await number(
        'SELECT count(*) AS value FROM business WHERE NOT EXISTS (SELECT FROM proprietor WHERE business_id = id)',
      ),
    ).toBe(0);
  });

  test('are never where somebody who runs them lives: the address is open to everybody', async () => {
    const home = new Map([...syntheticRegion('demo').residents()].map((it) => [it.id, it.addressId]));
    const { rows } = await subgraph.client.query<{ resident: string; address: string }>(
      'SELECT resident_id AS resident, address_id AS address FROM proprietor JOIN premises USING (business_id)',
    );
    expect(rows.filter(({ resident, address }) => home.get(resident) === address)).toEqual([]);
  });

  test('the first resident, for whom the developer’s token is, runs one that was registered online', async () => {
    const resident = syntheticId('resident', 1);
    const [found] = await subgraph.entities(
      'Resident',
      [{ id: resident }],
      'businesses { status notices { state application { id } } }',
      { caller: citizen(resident) },
    );
    expect(found).toMatchObject({
      businesses: expect.arrayContaining([
        {
          status: 'ACTIVE',
          notices: [{ state: 'CLOSED', application: { id: syntheticId('application', 2_000_001) } }],
        },
      ]),
    });
  });
});

test('applications and road permits are those of the kit, so that residents and mobility mean the same', async () => {
  const region = syntheticRegion('demo');
  const applications = syntheticTradeRegistrations(region, '2026-11-30').map((it) => it.applicationId);
  const known = await column(
    'SELECT application_id AS value FROM trade_notice WHERE application_id IS NOT NULL',
  );
  expect([...known].sort()).toEqual([...applications].sort());
  const permits = syntheticRoadOccupations(region).flatMap(({ permitId, address }) =>
    permitId === null ? [] : [`${permitId} ${address.id}`],
  );
  const there = await column(
    `SELECT id || ' ' || address_id AS value FROM permit WHERE kind = 'SPECIAL_ROAD_USE'`,
  );
  expect([...there].sort()).toEqual([...permits].sort());
});

describe('numbers of a municipality', () => {
  const statistics = async (year: string) => {
    const [found] = await subgraph.entities(
      'Municipality',
      [{ ags: '05711000' }],
      `businessStatistics${year} { year registrations deregistrations active bySection { section { code } count } }`,
    );
    return (
      found as {
        businessStatistics: {
          year: number;
          registrations: number;
          deregistrations: number;
          active: number;
          bySection: { section: { code: string }; count: number }[];
        } | null;
      }
    ).businessStatistics;
  };

  test('of this year are those of the register today', async () => {
    const found = await statistics('');
    const here = `FROM business WHERE id IN (SELECT business_id FROM premises WHERE ags = '05711000')`;
    expect(found).toMatchObject({
      year: 2026,
      active: await number(`SELECT count(*) AS value ${here} AND status = 'ACTIVE'`),
      registrations: await number(`SELECT count(*) AS value FROM trade_notice WHERE ags = '05711000'
        AND form = 'GEWA1' AND state <> 'REJECTED' AND effective_on BETWEEN '2026-01-01' AND '2026-12-31'`),
    });
    const codes = found?.bySection.map(({ section }) => section.code) ?? [];
    expect(codes).toEqual([...codes].sort());
    expect(found?.bySection.reduce((sum, { count }) => sum + count, 0)).toBe(found?.active);
    expect(found?.active).toBeGreaterThan(20);
  });

  test('of a year gone by are those of its last day; of one to come there are none', async () => {
    const gone = await statistics('(year: 2024)');
    expect(gone?.active).toBe(
      await number(`SELECT count(*) AS value FROM business WHERE founded_on <= '2024-12-31'
        AND (ceased_on IS NULL OR ceased_on > '2024-12-31')
        AND id IN (SELECT business_id FROM premises WHERE ags = '05711000')`),
    );
    expect(await statistics('(year: 2027)')).toBeNull();
    await expect(statistics('(year: 99)')).rejects.toMatchObject({ extensions: { format: 'YEAR' } });
  });
});

test('the classification is whole on all five levels', async () => {
  const [leaf] = await subgraph.entities(
    'WzCode',
    [{ code: '56.10.1' }],
    'title parent { code parent { code parent { code parent { code title parent { code } } } } }',
  );
  expect(leaf).toEqual({
    title: 'Restaurants mit herkömmlicher Bedienung',
    parent: {
      code: '56.10',
      parent: {
        code: '56.1',
        parent: { code: '56', parent: { code: 'I', title: 'Gastgewerbe', parent: null } },
      },
    },
  });
  expect(await number('SELECT count(DISTINCT code) AS value FROM business_wz_code')).toBe(
    await number('SELECT count(*) AS value FROM wz_code WHERE level = 5'),
  );
});

test('large: one business for 13 residents, with notices, forwardings, permits; no number twice', () => {
  const rows = new Map<string, number>();
  const numbers: unknown[] = [];
  for (const [table, row] of businessesRows(worldOf({ profile: 'large', now: new Date(NOW) }))) {
    rows.set(table, (rows.get(table) ?? 0) + 1);
    if (table === 'business') numbers.push(row['id'], row['vat_id'], row['register_number']);
  }
  expect(rows.get('business')).toBe(syntheticBusinessCount('large'));
  expect(200_000 / (rows.get('business') ?? 0)).toBeCloseTo(13, 1);
  const given = numbers.filter((it) => it !== null);
  expect(new Set(given).size).toBe(given.length);
  expect(rows.get('trade_notice')).toBeGreaterThan(7_000);
  expect(rows.get('notice_forwarding')).toBeGreaterThan(60_000);
  expect(rows.get('permit')).toBeGreaterThan(4_000);
}, 120_000);
