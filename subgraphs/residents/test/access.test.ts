import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anonymousCaller, type CallerClaims } from '@modellregion/schema';
import { citizen, official, startResidents, type ResidentsUnderTest } from './support/region.js';

let region: ResidentsUnderTest;
let somebody: string;
beforeAll(async () => {
  region = await startResidents();
  const { rows } = await region.client.query<{ id: string }>(
    'SELECT applicant_id AS id FROM case_file f JOIN service_application a ON a.id = f.application_id ORDER BY 1 LIMIT 1',
  );
  somebody = rows[0]?.id ?? '';
});
afterAll(() => region.stop());

/** Which fields of somebody this caller reads, as another subgraph's answer would lead them there. */
async function read(as: CallerClaims): Promise<{ fields: string[]; codes: string[] }> {
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Resident {
    id givenNames dateOfBirth isAdult taxId residences { kind } identityDocuments { serialNumber }
    household { size } applications { caseFile { documents { downloadUrl } } } } } }`;
  const r = [{ __typename: 'Resident', id: somebody }];
  const { data, errors = [] } = await region.ask({ query, variables: { r }, as });
  const [person] = data?.['_entities'] as (Record<string, unknown> | null)[];
  const fields = Object.entries(person ?? {}).flatMap(([name, value]) => (value === null ? [] : [name]));
  return { fields, codes: [...new Set(errors.map(({ extensions }) => String(extensions['code'])))] };
}

test('without signing in: nothing, not even that there is somebody', async () => {
  expect(await read(anonymousCaller('test'))).toEqual({ fields: [], codes: ['UNAUTHENTICATED'] });
});

test('another citizen: the id they had already', async () => {
  const { rows } = await region.client.query<{ id: string }>(
    'SELECT id FROM resident WHERE id <> $1 LIMIT 1',
    [somebody],
  );
  expect(await read(citizen(rows[0]?.id ?? ''))).toEqual({ fields: ['id'], codes: ['FORBIDDEN'] });
});

test('the person themself: all but the tax number, which is for registers', async () => {
  const all = [
    'id',
    'givenNames',
    'dateOfBirth',
    'isAdult',
    'residences',
    'identityDocuments',
    'household',
    'applications',
  ];
  expect(await read(citizen(somebody))).toEqual({ fields: all, codes: ['FORBIDDEN'] });
});

test('the person themself without a purpose: nothing but the id', async () => {
  expect(await read({ ...citizen(somebody), purpose: null })).toEqual({
    fields: ['id'],
    // The tax number is refused for its scope before anybody asks for a purpose.
    codes: ['PURPOSE_REQUIRED', 'FORBIDDEN'],
  });
});

test('the tax number: with its scope, purpose and trust, and with nothing less', async () => {
  const clerk = official('IDNR_MATCHING', 'residents:taxid');
  expect((await read(clerk)).fields).toEqual(['id', 'taxId']);
  expect((await read({ ...clerk, trust: 'SUBSTANTIAL' })).fields).toEqual(['id']);
  expect((await read({ ...clerk, purpose: 'STATISTICS' })).fields).toEqual(['id']);
  expect((await read({ ...clerk, scopes: ['residents:pii'] })).fields).toEqual(['id']);
});
