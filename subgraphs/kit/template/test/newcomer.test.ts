import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { municipalities } from '@modellregion/subgraph-kit';
import { startSubgraph, type SubgraphUnderTest } from '@modellregion/subgraph-kit/testing';
import { newcomer } from '../src/index.js';

/** One that the region's made-up data is drawn for. */
const TOWN = municipalities()[0]?.ags ?? '';
let subgraph: SubgraphUnderTest;

beforeAll(async () => {
  subgraph = await startSubgraph(newcomer, 'small');
});
afterAll(() => subgraph.stop());

test('places of a municipality, by name', async () => {
  const { newcomerPlaces: places } = (await subgraph.data(
    `{ newcomerPlaces(ags: "${TOWN}") { name municipality { ags } address { id } source { provenance } } }`,
  )) as { newcomerPlaces: readonly { readonly name: string }[] };

  expect(places).toHaveLength(2);
  expect(places.map(({ name }) => name)).toEqual(places.map(({ name }) => name).sort());
  expect(places[0]).toMatchObject({ municipality: { ags: TOWN }, source: { provenance: 'SYNTHETIC' } });
});

test('100 municipalities are one statement, and their places are theirs', async () => {
  const keys = Array.from({ length: 100 }, (_, n) => ({ ags: n === 7 ? TOWN : `0577${String(4100 + n)}` }));
  let answered: readonly unknown[] = [];

  const statements = await subgraph.statementsOf(async () => {
    answered = await subgraph.entities('Municipality', keys, 'newcomerPlaces { municipality { ags } }');
  });

  expect(statements).toHaveLength(1);
  expect(answered[7]).toEqual({
    newcomerPlaces: Array.from({ length: 2 }, () => ({ municipality: { ags: TOWN } })),
  });
  expect(answered[8]).toEqual({ newcomerPlaces: [] });
});

test('an argument of another form is refused in words', async () => {
  const { errors } = await subgraph.ask('{ newcomerPlaces(ags: "33098") { id } }');
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'ags', format: 'AGS' });
});
