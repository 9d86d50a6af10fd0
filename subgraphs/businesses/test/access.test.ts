import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isObjectType } from 'graphql';
import type { CallerClaims } from '@modellregion/schema';
import { businesses } from '../src/index.js';
import { startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';
import { CLERK, citizen, SUPERVISION } from './support.js';

let subgraph: SubgraphUnderTest;
/** Somebody with a business whose notice came with an application. */
let owner: { resident: string; business: string; notice: string; application: string };

beforeAll(async () => {
  subgraph = await startSubgraph(businesses, 'small');
  const { rows } = await subgraph.client.query<typeof owner>(
    `SELECT resident_id AS resident, proprietor.business_id AS business, trade_notice.id AS notice,
            application_id AS application
       FROM trade_notice JOIN proprietor USING (business_id)
      WHERE application_id IS NOT NULL AND state = 'CLOSED' ORDER BY 1 LIMIT 1`,
  );
  if (rows[0] === undefined) throw new Error('the seed has no notice with an application');
  owner = rows[0];
});

afterAll(() => subgraph.stop());

/** What everybody may read; the text of each type's fields that are guarded stands in GUARDED. */
const OPEN = 'name activity premises { kind address { id } } wzCodes { code title } source { provenance }';
const GUARDED = [
  'legalForm',
  'registerNumber',
  'vatId',
  'status',
  'foundedOn',
  'employees',
  'proprietors { id }',
  'notices { id }',
  'permits { id }',
];

/** The code with which each field is refused, or `open`; every field is asked for by itself. */
async function doors(
  type: string,
  key: object,
  fields: readonly string[],
  caller: Partial<CallerClaims>,
): Promise<readonly string[]> {
  return Promise.all(
    fields.map((field) =>
      subgraph.entities(type, [key], field, { caller }).then(
        () => 'open',
        (error: unknown) => (error as { extensions: { code: string } }).extensions.code,
      ),
    ),
  );
}
const all = (fields: readonly string[], code: string): readonly string[] => fields.map(() => code);

test('every guarded field of Business is in the list of this test', () => {
  const type = businesses.schema.getType('Business');
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  const guarded = fields.filter((it) => it.astNode?.directives?.some(({ name }) => name.value === 'scopes'));
  expect(guarded.map(({ name }) => name).sort()).toEqual(GUARDED.map((it) => it.split(' ')[0]).sort());
});

describe('Business', () => {
  const key = (): object => ({ id: owner.business });

  test('name, activity, premises and codes are open to everybody (GewO § 14 (5) sentence 2)', async () => {
    const [business] = await subgraph.entities('Business', [key()], OPEN);
    expect(business).toMatchObject({ name: expect.any(String), premises: [{ kind: 'HEAD_OFFICE' }] });
  });

  test('all else is closed to who is not signed in, and to another citizen', async () => {
    expect(await doors('Business', key(), GUARDED, {})).toEqual(all(GUARDED, 'UNAUTHENTICATED'));
    expect(await doors('Business', key(), GUARDED, citizen('somebody'))).toEqual(all(GUARDED, 'FORBIDDEN'));
  });

  test('is open to who runs it and to supervision, with a purpose', async () => {
    expect(await doors('Business', key(), GUARDED, citizen(owner.resident))).toEqual(all(GUARDED, 'open'));
    expect(await doors('Business', key(), GUARDED, SUPERVISION)).toEqual(all(GUARDED, 'open'));
    expect(await doors('Business', key(), GUARDED, citizen(owner.resident, null))).toEqual(
      all(GUARDED, 'PURPOSE_REQUIRED'),
    );
    expect(await doors('Business', key(), GUARDED, { ...SUPERVISION, purpose: 'ENERGY_BILLING' })).toEqual(
      all(GUARDED, 'PURPOSE_REQUIRED'),
    );
  });

  test('a scope called self opens nothing, nor does the subject of an official', async () => {
    const impostor = { ...SUPERVISION, scopes: ['self'], subject: owner.resident };
    expect(await doors('Business', key(), GUARDED, impostor)).toEqual(all(GUARDED, 'FORBIDDEN'));
  });
});

describe('TradeNotice', () => {
  const FIELDS = [
    'id',
    'form',
    'business { name }',
    'filedAt',
    'state',
    'forwardings { recipient }',
    'application { id }',
  ];
  const key = (): object => ({ id: owner.notice });

  test('is closed to everybody but who runs the business, supervision, and who works on the application', async () => {
    expect(await doors('TradeNotice', key(), FIELDS, {})).toEqual(all(FIELDS, 'UNAUTHENTICATED'));
    expect(await doors('TradeNotice', key(), FIELDS, citizen('somebody'))).toEqual(all(FIELDS, 'FORBIDDEN'));
    expect(await doors('TradeNotice', key(), FIELDS, citizen(owner.resident))).toEqual(all(FIELDS, 'open'));
    expect(await doors('TradeNotice', key(), FIELDS, SUPERVISION)).toEqual(all(FIELDS, 'open'));
    expect(await doors('TradeNotice', key(), FIELDS, CLERK)).toEqual(all(FIELDS, 'open'));
  });

  test('by the root field: the same doors', async () => {
    const ask = (caller: Partial<CallerClaims>) =>
      subgraph.ask(`{ tradeNotice(id: "${owner.notice}") { form state } }`, { caller });
    expect((await ask({})).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    expect((await ask(citizen('somebody'))).data).toEqual({ tradeNotice: null });
    expect((await ask(citizen(owner.resident))).data).toEqual({
      tradeNotice: { form: 'GEWA1', state: 'CLOSED' },
    });
  });

  test('that customs was told, only supervision reads: who it is about would be warned', async () => {
    await subgraph.client.query(
      `INSERT INTO notice_forwarding VALUES ($1, 99, 'CUSTOMS', '{1}', 'GewAnzV § 3 (3)', now(), NULL)`,
      [owner.notice],
    );
    const told = async (caller: Partial<CallerClaims>): Promise<boolean> => {
      const found = await subgraph.entities('TradeNotice', [key()], 'forwardings { recipient }', { caller });
      return JSON.stringify(found).includes('CUSTOMS');
    };
    expect(await told(SUPERVISION)).toBe(true);
    expect(await told(citizen(owner.resident))).toBe(false);
    expect(await told(CLERK)).toBe(false);
    expect(
      await told({
        ...SUPERVISION,
        scopes: ['trade:read', 'applications:read'],
        purpose: 'APPLICATION_PROCESSING',
      }),
    ).toBe(false);
  });
});

describe('what businesses adds to others’ entities', () => {
  test.each([
    ['Resident', 'businesses { id }', () => ({ id: owner.resident }), 'FORBIDDEN'],
    ['Viewer', 'representedBusinesses { nodes { id } }', () => ({ id: owner.resident }), 'FORBIDDEN'],
    ['ServiceApplication', 'tradeNotice { form }', () => ({ id: owner.application }), 'open'],
    ['ServiceApplication', 'permit { kind }', () => ({ id: owner.application }), 'open'],
  ] as const)('%s.%s', async (type, field, key, clerk) => {
    const door = async (caller: Partial<CallerClaims>) => (await doors(type, key(), [field], caller))[0];
    expect(await door({})).toBe('UNAUTHENTICATED');
    expect(await door(citizen('somebody'))).toBe('FORBIDDEN');
    expect(await door(citizen(owner.resident))).toBe('open');
    expect(await door(SUPERVISION)).toBe('open');
    expect(await door(CLERK)).toBe(clerk);
  });

  test('a viewer’s page of businesses goes on behind its cursor', async () => {
    const caller = citizen(owner.resident);
    await subgraph.client.query(
      `INSERT INTO proprietor SELECT id, $1 FROM business WHERE id <> $2 ORDER BY id LIMIT 2`,
      [owner.resident, owner.business],
    );
    const page = async (args: string) => {
      const fields = `representedBusinesses(${args}) { nodes { name } pageInfo { hasNextPage endCursor } }`;
      const [viewer] = await subgraph.entities('Viewer', [{ id: owner.resident }], fields, { caller });
      return (
        viewer as {
          representedBusinesses: {
            nodes: { name: string }[];
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
        }
      ).representedBusinesses;
    };
    const one = await page('first: 2');
    const two = await page(`first: 2, after: "${one.pageInfo.endCursor}"`);
    const names = [...one.nodes, ...two.nodes].map(({ name }) => name);
    expect([one.pageInfo.hasNextPage, two.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(3);
  });
});

describe('Permit', () => {
  const permits = async (caller: Partial<CallerClaims>) => {
    const { rows } = await subgraph.client.query<{ id: string; kind: string; state: string }>(
      'SELECT id, kind, state FROM permit ORDER BY id',
    );
    const found = await subgraph.entities(
      'Permit',
      rows.map(({ id }) => ({ id })),
      'kind state',
      { caller },
    );
    return found.filter((it) => it !== null) as { kind: string; state: string }[];
  };

  test('to everybody, only granted use of streets and squares exists', async () => {
    const open = await permits({});
    expect(open.filter(({ state }) => state !== 'GRANTED' && state !== 'EXPIRED')).toEqual([]);
    const kinds = ['SPECIAL_ROAD_USE', 'OUTDOOR_SEATING', 'MARKET_STALL'];
    expect(open.filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
    expect(open.length).toBeGreaterThan(50);
  });

  test('to supervision all exist, to a clerk of another field no more than to everybody', async () => {
    const { rows } = await subgraph.client.query('SELECT 1 FROM permit');
    expect(await permits(SUPERVISION)).toHaveLength(rows.length);
    expect(await permits({ ...SUPERVISION, purpose: null })).toEqual(await permits({}));
    expect(await permits(CLERK)).toEqual(await permits({}));
  });

  test('who runs the holder knows of theirs; the holder is theirs and supervision’s to read', async () => {
    const { rows } = await subgraph.client.query<{ id: string; resident: string }>(
      `SELECT permit.id, resident_id AS resident FROM permit JOIN proprietor ON business_id = holder_id
        WHERE kind = 'BROKER' OR kind = 'RESTAURANT' ORDER BY 1 LIMIT 1`,
    );
    const { id, resident } = rows[0] ?? { id: '', resident: '' };
    const see = (caller: Partial<CallerClaims>) => subgraph.entities('Permit', [{ id }], 'id', { caller });
    expect(await see({})).toEqual([null]);
    expect(await see(citizen('somebody'))).toEqual([null]);
    expect(await see(citizen(resident))).toEqual([{ id }]);
    expect(await doors('Permit', { id }, ['holder { name }'], citizen(resident))).toEqual(['open']);
    const road = await subgraph.client.query<{ id: string }>(
      `SELECT id FROM permit WHERE kind = 'SPECIAL_ROAD_USE' LIMIT 1`,
    );
    expect(await doors('Permit', { id: road.rows[0]?.id }, ['holder { name }'], {})).toEqual([
      'UNAUTHENTICATED',
    ]);
  });

  test('at an address only the open ones are listed', async () => {
    const { rows } = await subgraph.client.query<{ id: string }>(
      'SELECT DISTINCT address_id AS id FROM permit WHERE address_id IS NOT NULL ORDER BY 1 LIMIT 100',
    );
    const found = await subgraph.entities('Address', rows, 'permits { kind state }', { caller: SUPERVISION });
    const text = JSON.stringify(found);
    expect(text).toContain('SPECIAL_ROAD_USE');
    expect(text).not.toMatch(/RESTAURANT|BROKER|BUILDING|REFUSED|REVOKED|APPLIED/);
  });
});
