import { expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { apiSchemaOf, compose } from '../../schema/src/compose/index.js';
import { portalQueries } from '../../schema/src/portal-queries.js';
import { loadRegistry } from '../../schema/src/registry/index.js';

test('there are twelve, each with a title and a text that stands alone', () => {
  const queries = portalQueries();
  expect(queries.map(({ name }) => name.slice(0, 3))).toEqual(
    Array.from({ length: 12 }, (_, index) => `Q${String(index + 1).padStart(2, '0')}`),
  );
  expect(queries[1]?.title).toBe(
    'ID card: the offer, free appointments, and the next bus to the office (residents, mobility)',
  );
  for (const { name, text, title } of queries) {
    expect(text.startsWith(`# ${title}`)).toBe(true);
    expect(parse(text).definitions).toHaveLength(1);
    expect(title).not.toBe(name);
  }
});

test('the region answers those whose subgraphs have joined; of the others only fields of subgraphs to come are missing', () => {
  const composition = compose(loadRegistry());
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  const schema = buildSchema(apiSchemaOf(composition.supergraphSdl));
  const missing = portalQueries().map(({ name, text }) => {
    const errors = validate(schema, parse(text));
    const fields = errors.flatMap(
      ({ message }) => /^Cannot query field "(\w+)" on type "(\w+)"/.exec(message)?.slice(1) ?? [],
    );
    // A wrong argument or type would be a fault of ours, not a subgraph to come.
    expect(errors.filter(({ message }) => !message.startsWith('Cannot query field'))).toEqual([]);
    return fields.length === 0 ? `${name}: answered` : `${name}: not yet, lacks ${pairs(fields)}`;
  });
  expect(missing).toMatchInlineSnapshot(`
   [
     "Q01_MyDashboard: answered",
     "Q02_IdCardOffer: answered",
     "Q03_ApplicationDetail: answered",
     "Q04_NewAddress: answered",
     "Q05_MyBusiness: answered",
     "Q06_TradeNoticeOfficer: answered",
     "Q07_MyPv: answered",
     "Q08_RegionDashboard: answered",
     "Q09_Charging: answered",
     "Q10_Event: answered",
     "Q11_Cockpit: not yet, lacks Resident.accessEvents",
     "Q12_Outage: answered",
   ]
  `);
});

function pairs(fields: readonly string[]): string {
  return fields
    .flatMap((field, index) => (index % 2 === 0 ? [`${fields[index + 1] ?? ''}.${field}`] : []))
    .join(', ');
}
