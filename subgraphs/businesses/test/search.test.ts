import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { businesses } from '../src/index.js';
import { parseWzCode } from '@modellregion/subgraph-kit';
import { businessSearchStatement, type BusinessSearch } from '../src/repositories/business-search.js';
import { statisticsStatement } from '../src/repositories/statistics.js';
import { startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';

let subgraph: SubgraphUnderTest;

beforeAll(async () => {
  subgraph = await startSubgraph(businesses, null);
  await subgraph.client.query(`
    INSERT INTO data_source VALUES ('test', 'Test', 'Test', 'EUPL-1.2', 'Test', NULL, '2026-01-01', 'SYNTHETIC');
    INSERT INTO wz_code VALUES ('C', 1, 'C', NULL, 'test'), ('G', 1, 'G', NULL, 'test'), ('47', 2, 'x', 'G', 'test'), ('I', 1, 'I', NULL, 'test'), ('10', 2, 'x', 'C', 'test'),
      ('55', 2, 'x', 'I', 'test'), ('56', 2, 'x', 'I', 'test'), ('56.1', 3, 'x', '56', 'test'),
      ('56.2', 3, 'x', '56', 'test'), ('56.10', 4, 'x', '56.1', 'test'), ('56.10.1', 5, 'x', '56.10', 'test');
  `);
  // 20,000 businesses, as in a whole region: every seventh in Paderborn, the first 400 with codes of their own.
  await subgraph.client.query(`
    INSERT INTO business (id, name, activity, search_text, legal_form, status, founded_on, source_id)
    SELECT 'b' || n, name, 'Handel', ' ' || lower(name) || ' handel', 'GMBH', 'ACTIVE', '2020-01-01', 'test'
      FROM generate_series(1, 20000) AS n, LATERAL (SELECT 'Laden ' || lpad(n::text, 5, '0') AS name) AS named;
    INSERT INTO premises SELECT id, 0, 'HEAD_OFFICE',
             CASE WHEN substr(id, 2)::int % 7 = 0 THEN '05774032' ELSE '05711000' END, NULL FROM business;
    INSERT INTO business_wz_code
    SELECT id, 0, CASE WHEN substr(id, 2)::int > 400 THEN '47'
                  ELSE (ARRAY['10', '56.10.1', '55', '56.2', '56.1'])[1 + substr(id, 2)::int % 5] END FROM business;
    INSERT INTO business (id, name, activity, search_text, legal_form, status, ceased_on, source_id) VALUES
      ('m1', 'Müller & Söhne', 'Landbäckerei', ' muller sohne landbackerei', 'OHG', 'ACTIVE', NULL, 'test'),
      ('m2', 'Café Mueller', 'Café', ' cafe muller cafe', 'EK', 'ACTIVE', NULL, 'test'),
      ('m3', 'Müller', 'Bäckerei', ' muller backerei', 'EK', 'CEASED', '2026-01-01', 'test');
    ANALYZE;
  `);
});

afterAll(() => subgraph.stop());

interface Page {
  readonly nodes: readonly { readonly id: string; readonly name: string }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string;
  };
}

async function search(args: string): Promise<Page> {
  const source = `{ businessSearch(${args}) { nodes { id name } edges { cursor }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  return (await subgraph.data(source))['businessSearch'] as Page;
}
const ids = async (args: string): Promise<readonly string[]> =>
  (await search(args)).nodes.map(({ id }) => id);

describe('text', () => {
  test.each([
    ['Müller', ['m2', 'm1'], 'both spellings, by name; not the one that has ceased'],
    ['MUELLER sohne', ['m1'], 'all words, in any order and case'],
    ['söhne, müller', ['m1'], 'punctuation counts for nothing'],
    ['bäckerei', ['m1'], 'inside a word, and in the activity'],
    ['Ca', ['m2'], 'two letters at the beginning of a word'],
    ['ub', [], 'two letters inside a word are not looked for'],
    ['la%_en', [], 'no pattern of the caller gets through'],
  ])('%s → %j (%s)', async (text, expected) => {
    expect(await ids(`text: ${JSON.stringify(text)}`)).toEqual(expected);
  });

  test.each([
    ['text: "a"', 'text', 'SEARCH_TEXT'],
    ['text: "&&"', 'text', 'SEARCH_TEXT'],
    ['first: 20', 'text', 'SEARCH_CONDITION'],
    ['ags: "5774032"', 'ags', 'AGS'],
    ['wzCode: "56.1.0"', 'wzCode', 'WZ_CODE'],
    ['wzCode: "57"', 'wzCode', 'WZ_CODE'],
    ['text: "ab", first: 101', 'first', 'PAGE_SIZE'],
    ['text: "ab", after: "x"', 'after', 'CURSOR'],
  ])('%s is refused: %s, %s', async (args, argument, format) => {
    await expect(search(args)).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument, format },
    });
  });
});

describe('branches of WZ 2008 hold all below them', () => {
  test.each([
    ['C', 80, 'section of division 10'],
    ['I', 320, 'section of divisions 55 and 56'],
    ['56', 240, '56.1, 56.10.1 and 56.2'],
    ['56.1', 160, 'itself and 56.10.1'],
    ['56.10', 80, '56.10.1'],
    ['56.10.1', 80, 'itself'],
  ])('%s has %i (%s)', async (code, expected) => {
    let found = 0;
    let after: string | null = null;
    do {
      const page: Page = await search(
        `wzCode: "${code}", first: 100${after === null ? '' : `, after: "${after}"`}`,
      );
      found += page.nodes.length;
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(found).toBe(expected);
  });
});

test('pages follow each other without gap or overlap, in the order of name, id', async () => {
  const seen: string[] = [];
  let page = await search('ags: "05774032", wzCode: "I", first: 10');
  expect(page.pageInfo.hasPreviousPage).toBe(false);
  seen.push(...page.nodes.map(({ name }) => name));
  while (page.pageInfo.hasNextPage) {
    page = await search(`ags: "05774032", wzCode: "I", first: 10, after: "${page.pageInfo.endCursor}"`);
    expect(page.pageInfo.hasPreviousPage).toBe(true);
    seen.push(...page.nodes.map(({ name }) => name));
  }
  const { rows } = await subgraph.client.query<{ name: string }>(
    `SELECT name FROM business JOIN premises ON business_id = id JOIN business_wz_code AS wz ON wz.business_id = id
      WHERE ags = '05774032' AND code COLLATE "C" > '5' ORDER BY name, id`,
  );
  expect(seen).toEqual(rows.map(({ name }) => name));
  expect(seen.length).toBeGreaterThan(40);
});

describe('the plan scans no table', () => {
  const NONE = { ags: null, wzCode: null, text: null, first: 20, after: null };
  test.each<readonly [string, Partial<BusinessSearch>, string]>([
    ['text', { text: 'müller bäckerei' }, 'business_search_idx'],
    ['short text', { text: 'mu' }, 'business_search_idx'],
    ['municipality', { ags: '05774032' }, 'business_name_idx|premises_ags_idx'],
    ['rare municipality', { ags: '05762020' }, 'premises_ags_idx'],
    ['branch', { wzCode: parseWzCode('56.10') }, 'business_wz_code_code_idx'],
    ['all three', { text: 'müller', ags: '05774032', wzCode: parseWzCode('I') }, 'business_search_idx'],
  ])('%s', async (_, condition, index) => {
    const { text, values } = businessSearchStatement({ ...NONE, ...condition });
    const { rows } = await subgraph.client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]);
    const plan = JSON.stringify(rows);
    expect(plan).toMatch(new RegExp(`"Index Name":"(${index})"`));
    expect(plan).not.toContain('"Seq Scan"');
  });
});

test('numbers of a municipality are read by index too', async () => {
  const { text, values } = statisticsStatement(['05762020'], 2026, '2026-11-30');
  const { rows } = await subgraph.client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]);
  const plan = JSON.stringify(rows);
  expect(plan).toContain('premises_ags_idx');
  expect(plan).not.toMatch(/"Seq Scan"[^}]*"Relation Name":"(business|premises|business_wz_code)"/);
});
