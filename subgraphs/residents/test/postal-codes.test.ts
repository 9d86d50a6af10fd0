import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { importFiles } from '../../../test/support/import-files.js';
import { startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';
import { residents } from '../src/subgraph.js';
import { csvOf, POSTAL_CODES, REGION } from './support/open-data.js';
import { CLOCK } from './support/region.js';

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph(residents, null, CLOCK);
  const shared = [...POSTAL_CODES, '33098,05774016,Delbrück'];
  await importFiles(residents, subgraph, { ...REGION, 'postal-codes.csv': csvOf(shared) });
});
afterAll(() => subgraph.stop());

const municipalities = async (args: string) =>
  (await subgraph.data(`{ municipalities(${args}) { name } }`))['municipalities'];

test.each([
  ['postalCode: "33098"', ['Delbrück', 'Paderborn'], 'all that it lies in, by key'],
  ['postalCode: "33602", districtKey: "05774"', [], 'together with the other conditions'],
  ['postalCode: "33098", ids: ["05774032", "05711000"]', ['Paderborn'], 'of those asked for'],
  ['postalCode: "99999"', [], 'of nobody'],
])('municipalities by %s → %j (%s)', async (args, names) => {
  expect(await municipalities(args)).toEqual(names.map((name) => ({ name })));
});

test.each(['3309', '330980', '00001', 'D-33098'])('%s is refused', async (code) => {
  await expect(municipalities(`postalCode: "${code}"`)).rejects.toMatchObject({
    extensions: { code: 'BAD_USER_INPUT', argument: 'postalCode', format: 'POSTAL_CODE' },
  });
});
