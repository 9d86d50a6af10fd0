import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { businesses } from '../src/index.js';
import { statementsPerTable } from '../../../test/support/database.js';
import { startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';
import { SUPERVISION } from './support.js';

let subgraph: SubgraphUnderTest;

beforeAll(async () => {
  subgraph = await startSubgraph(businesses, 'demo');
});

afterAll(() => subgraph.stop());

/** Up to 100 keys of the entity, all of them known where there are that many. */
const KEYS: Readonly<Record<string, string>> = {
  Business: 'SELECT id FROM business ORDER BY id',
  WzCode: 'SELECT code FROM wz_code ORDER BY code',
  TradeNotice: 'SELECT id FROM trade_notice ORDER BY id',
  Permit: 'SELECT id FROM permit ORDER BY id',
  Resident: 'SELECT DISTINCT resident_id AS id FROM proprietor ORDER BY id',
  Viewer: 'SELECT DISTINCT resident_id AS id FROM proprietor ORDER BY id',
  Address: 'SELECT DISTINCT address_id AS id FROM premises ORDER BY id',
  Municipality: 'SELECT DISTINCT ags FROM premises ORDER BY ags',
  ServiceApplication:
    'SELECT application_id AS id FROM trade_notice WHERE application_id IS NOT NULL ORDER BY id',
};

const SOURCE = 'source { title provenance }';

/** All that businesses itself says about the entity, deep enough for every portal query. */
const FIELDS: Readonly<Record<string, string>> = {
  Business: `name activity premises { kind address { id } } wzCodes { code level title parent { title } } legalForm
    registerNumber vatId status foundedOn employees proprietors { id } permits { kind state holder { name } } ${SOURCE}
    notices { form state receiptDueOn forwardings { recipient fieldNumbers legalBasis } application { id } ${SOURCE} }`,
  WzCode: `level title parent { code parent { code } } ${SOURCE}`,
  TradeNotice: `form business { name proprietors { id } } effectiveOn filedAt receiptDueOn receiptIssuedAt state
    forwardings { recipient fieldNumbers sentAt acknowledgedAt legalBasis } application { id } ${SOURCE}`,
  Permit: `kind holder { name } address { id } validFrom validUntil state application { id } ${SOURCE}`,
  Resident: 'businesses { name status }',
  Viewer: 'representedBusinesses { nodes { name } pageInfo { hasNextPage } }',
  Address: 'businesses { name activity } permits { kind validUntil }',
  Municipality:
    'businessStatistics { year registrations deregistrations active bySection { section { title } count } }',
  ServiceApplication: 'tradeNotice { form state forwardings { recipient sentAt } } permit { kind }',
};

describe('an _entities call of 100 keys', () => {
  test('has fields here for every entity of the schema', async () => {
    const answer = await subgraph.data('{ __type(name: "_Entity") { possibleTypes { name } } }');
    const { possibleTypes } = answer['__type'] as { possibleTypes: { name: string }[] };
    expect(possibleTypes.map(({ name }) => name).sort()).toEqual(Object.keys(FIELDS).sort());
  });

  test.each(Object.keys(KEYS))('%s: at most one statement per table', async (type) => {
    const { rows } = await subgraph.client.query<object>(`SELECT * FROM (${KEYS[type]}) AS known LIMIT 100`);
    // Where the seed has fewer, the rest are keys that nobody has.
    const missing = Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, 'missing']));
    const keys = Array.from({ length: 100 }, (_, n) => rows[n] ?? missing);

    let answered: readonly unknown[] = [];
    const statements = await subgraph.statementsOf(async () => {
      answered = await subgraph.entities(type, keys, FIELDS[type] ?? 'id', { caller: SUPERVISION });
    });

    expect(answered).toHaveLength(100);
    expect(answered.slice(0, rows.length)).not.toContain(null);
    const perTable = Object.entries(statementsPerTable(statements));
    expect(perTable.filter(([, count]) => count > 1)).toEqual([]);
    expect(perTable.length).toBeGreaterThan(0);
  });
});

test('a key that is missing, or cannot be one, is null and disturbs no other', async () => {
  const { rows } = await subgraph.client.query<{ id: string }>('SELECT id FROM business LIMIT 1');
  const known = { id: rows[0]?.id };
  const keys = ['business-missing', "'; DROP TABLE business", 'nul\0', `permit${known.id?.slice(8)}`];
  expect(await subgraph.entities('Business', [...keys.map((id) => ({ id })), known], 'id')).toEqual([
    null,
    null,
    null,
    null,
    known,
  ]);
  const codes = ['56.10.1', 'I', '56.10.9', '34', '56.1.0', 'X'];
  const found = await subgraph.entities(
    'WzCode',
    codes.map((code) => ({ code })),
    'level',
  );
  expect(found).toEqual([{ level: 5 }, { level: 1 }, null, null, null, null]);
});
