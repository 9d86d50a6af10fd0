import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { statementsPerTable } from '../../../test/support/database.js';
import { official, startResidents, type ResidentsUnderTest } from './support/region.js';

let region: ResidentsUnderTest;
beforeAll(async () => {
  region = await startResidents();
});
afterAll(() => region.stop());

const everything = official(
  'APPLICATION_PROCESSING',
  'residents:read',
  'residents:pii',
  'residents:iddoc',
  'residents:household',
  'applications:read',
  'casefile:read',
  'residents:blocked',
);

/** 100 keys of each entity, every list below them, and the tables that are read for it: each once. */
const CASES = [
  {
    type: 'Municipality',
    keys: 'SELECT ags FROM municipality',
    fields:
      'name district { name } population { total source { title } } offices { name opening { opens } services { title office { id } } }',
    tables: [
      'administrative_district',
      'data_source',
      'municipality',
      'office',
      'opening_period',
      'population_figure',
      'service',
      'service_offer',
    ],
  },
  {
    type: 'AdministrativeDistrict',
    keys: 'SELECT key FROM administrative_district',
    fields: 'name municipalities { name } source { provenance }',
    tables: ['administrative_district', 'data_source', 'municipality'],
  },
  {
    type: 'Address',
    keys: 'SELECT id FROM address',
    fields: 'street location { lat } municipality { name } source { provenance }',
    tables: ['address', 'data_source', 'municipality'],
  },
  {
    type: 'Office',
    keys: 'SELECT id FROM office',
    fields: 'name address { street } opening { weekday } services { title } source { provenance }',
    tables: ['address', 'data_source', 'office', 'opening_period', 'service', 'service_offer'],
  },
  {
    type: 'ServiceOffer',
    keys: 'SELECT leika_key AS "leikaKey", ags FROM service_offer ORDER BY md5(ags || leika_key)',
    fields: 'title summary requiredDocuments legalBasis fee { amountCents } office { name }',
    tables: ['office', 'service', 'service_offer'],
  },
  {
    type: 'Resident',
    keys: 'SELECT id FROM resident',
    fields:
      'givenNames residences { address { street } } identityDocuments { kind validUntil } applications { state service { title } caseFile { documents { title } } } appointments(upcomingOnly: false) { office { name } }',
    tables: [
      'address',
      'appointment',
      'case_file',
      'document',
      'identity_document',
      'office',
      'residence',
      'resident',
      'service',
      'service_application',
      'service_offer',
    ],
  },
  {
    type: 'Resident',
    keys: 'SELECT id FROM resident',
    fields: 'identityDocuments { serialNumber issuedBy { name } }',
    tables: ['identity_document', 'office', 'resident'],
  },
  {
    type: 'Household',
    keys: 'SELECT id FROM household',
    fields: 'size members { givenNames }',
    tables: ['resident'],
  },
  {
    type: 'ServiceApplication',
    keys: 'SELECT id FROM service_application',
    fields:
      'state service { title } applicant { id } statusEvents { at } fee { state } caseFile { fileReference } appointment { startsAt }',
    tables: [
      'appointment',
      'case_file',
      'resident',
      'service',
      'service_application',
      'service_offer',
      'status_event',
    ],
  },
  {
    type: 'CaseFile',
    keys: 'SELECT id FROM case_file',
    fields: 'fileReference documents { title } application { state }',
    tables: ['case_file', 'document', 'resident', 'service_application'],
  },
  {
    type: 'Appointment',
    keys: 'SELECT id FROM appointment',
    fields: 'startsAt office { name } resident { id } application { state }',
    tables: ['appointment', 'office', 'resident', 'service_application'],
  },
] as const;

test.each(CASES)(
  '_entities of 100 $type keys: one statement for each table',
  async ({ type, keys, fields, tables }) => {
    const { rows } = await region.client.query<Record<string, string>>(`${keys} LIMIT 100`);
    const representations = rows.map((key) => ({ __typename: type, ...key }));
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`;
    let answer: Awaited<ReturnType<ResidentsUnderTest['ask']>> | undefined;
    const statements = await region.statementsOf(async () => {
      answer = await region.ask({ query, variables: { r: representations }, as: everything });
    });
    expect(answer?.errors).toBeUndefined();
    expect(answer?.data?.['_entities']).toHaveLength(rows.length);
    expect(answer?.data?.['_entities']).not.toContain(null);
    // Nothing but these, and each of them once.
    expect(statementsPerTable(statements)).toEqual(Object.fromEntries(tables.map((table) => [table, 1])));
  },
);

test('a key of the wrong form is an unknown one and disturbs nobody', async () => {
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Municipality { name } ... on Address { id } } }';
  const r = [
    { __typename: 'Municipality', ags: '\0' },
    { __typename: 'Address', id: "'; DROP TABLE address" },
    { __typename: 'Municipality', ags: '05774032' },
  ];
  const { data, errors } = await region.ask({ query, variables: { r } });
  expect(errors).toBeUndefined();
  expect(data?.['_entities']).toEqual([null, null, { name: 'Paderborn' }]);
});
