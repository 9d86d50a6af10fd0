import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { citizen, official, startResidents, unknownId, type ResidentsUnderTest } from './support/region.js';

/** Everything an answer tells, without the ids that were asked for. */
interface Blocked {
  readonly id: string;
  readonly household_id: string;
  readonly given_names: string;
  readonly family_name: string;
  readonly housemate: string;
}

let region: ResidentsUnderTest;
let blocked: Blocked;
beforeAll(async () => {
  region = await startResidents();
  const { rows } = await region.client.query<Blocked>(
    `SELECT r.id, r.household_id, r.given_names, r.family_name, mate.id AS housemate
       FROM resident r JOIN resident mate ON mate.household_id = r.household_id AND mate.id <> r.id
      WHERE r.blocked_until > '2026-11-23' AND mate.blocked_until IS NULL ORDER BY r.id LIMIT 1`,
  );
  if (rows[0] === undefined) throw new Error('the seed has no blocked resident who lives with others');
  [blocked] = rows as [Blocked];
});
afterAll(() => region.stop());

const READS = [
  'residents:read',
  'residents:pii',
  'residents:household',
  'applications:read',
  'casefile:read',
];
const clerk = official('APPLICATION_PROCESSING', ...READS);
const ENTITY = `query ($r: [_Any!]!) { _entities(representations: $r) {
  __typename ... on Resident { id givenNames source { title } } ... on Household { id size }
  ... on ServiceApplication { id state } ... on CaseFile { id } ... on Appointment { id } } }`;

describe('to everybody else a blocked resident is an unknown id', () => {
  test('resident(id)', async () => {
    const query = 'query ($id: ID!) { resident(id: $id) { id givenNames } }';
    const known = await region.ask({ query, variables: { id: blocked.id }, as: clerk });
    const unknown = await region.ask({ query, variables: { id: unknownId('resident') }, as: clerk });
    expect(known).toEqual(unknown);
    expect(known).toEqual({ data: { resident: null } });
  });

  test('_entities, also with what belongs to them', async () => {
    await giveAnApplication();
    const ids = {
      Resident: blocked.id,
      ServiceApplication: 'application-aaaaaaaaaaaaaaaaaaaaaa',
      CaseFile: 'case-file-aaaaaaaaaaaaaaaaaaaaaa',
      Appointment: 'appointment-aaaaaaaaaaaaaaaaaaaaaa',
    };
    for (const [type, id] of Object.entries(ids)) {
      const of = (key: string) =>
        region.ask({ query: ENTITY, variables: { r: [{ __typename: type, id: key }] }, as: clerk });
      const answer = await of(id);
      expect(answer).toEqual(await of(unknownId(id.replace(/-[a-z2-7]{22}$/, ''))));
      expect(answer.data?.['_entities']).toEqual([null]);
    }
    const { data } = await region.ask({
      query: '{ application(id: "application-aaaaaaaaaaaaaaaaaaaaaa") { id } }',
      as: clerk,
    });
    expect(data).toEqual({ application: null });
  });

  test('their household neither lists nor counts them', async () => {
    const query = 'query ($id: ID!) { resident(id: $id) { household { size members { id } } } }';
    const { data } = await region.ask({ query, variables: { id: blocked.housemate }, as: clerk });
    const { household } = data?.['resident'] as { household: { size: number; members: { id: string }[] } };
    const { rows } = await region.client.query('SELECT 1 FROM resident WHERE household_id = $1', [
      blocked.household_id,
    ]);
    expect(household.size).toBe(rows.length - 1);
    expect(household.members).toHaveLength(household.size);
    expect(household.members.map(({ id }) => id)).not.toContain(blocked.id);
  });

  test('register look-up: the same answer as for nobody, whatever the scopes', async () => {
    const lookup = (familyName: string, givenNames: string) =>
      region.ask({
        query: `query ($input: ResidentLookupInput!) { residentLookup(input: $input) {
          __typename ... on NoInformation { message } ... on ResidentLookupHit { familyName } } }`,
        variables: { input: { familyName, givenNames, declaredPurpose: 'claim 12/26', noAdvertising: true } },
        as: official('MELDEREGISTERAUSKUNFT', 'residents:lookup', 'residents:blocked'),
      });
    const hidden = await lookup(blocked.family_name, blocked.given_names);
    expect(hidden).toEqual(await lookup('Nobody', 'Is There'));
    expect(hidden.data).toEqual({
      residentLookup: {
        __typename: 'NoInformation',
        message: 'No information can be given about this person.',
      },
    });
  });
});

describe('who may know', () => {
  test('the person themself', async () => {
    const { data } = await region.ask({
      query: '{ me { id givenNames household { members { id } } } }',
      as: citizen(blocked.id),
    });
    expect(data?.['me']).toEqual({
      id: blocked.id,
      givenNames: blocked.given_names,
      household: { members: expect.arrayContaining([{ id: blocked.id }, { id: blocked.housemate }]) },
    });
  });

  test('officials who handle blocks; citizens never by scope', async () => {
    const query = 'query ($id: ID!) { resident(id: $id) { id } }';
    const as = official('APPLICATION_PROCESSING', ...READS, 'residents:blocked');
    const { data } = await region.ask({ query, variables: { id: blocked.id }, as });
    expect(data).toEqual({ resident: { id: blocked.id } });
    const neighbour = { ...citizen(blocked.housemate), scopes: as.scopes };
    expect((await region.ask({ query, variables: { id: blocked.id }, as: neighbour })).data).toEqual({
      resident: null,
    });
  });

  test('everybody, once the block has run out', async () => {
    const query = 'query ($id: ID!) { resident(id: $id) { id } }';
    const clock = { now: () => new Date('2030-01-01T12:00:00Z') };
    const { data } = await region.ask({ query, variables: { id: blocked.id }, as: clerk, clock });
    expect(data).toEqual({ resident: { id: blocked.id } });
  });
});

describe('register look-up', () => {
  const ask = (input: Record<string, unknown>) =>
    region.ask({
      query: `query ($input: ResidentLookupInput!) { residentLookup(input: $input) {
        __typename ... on ResidentLookupHit { familyName givenNames deceased currentAddresses { id } } } }`,
      variables: { input: { declaredPurpose: 'claim 12/26', noAdvertising: true, ...input } },
      as: official('MELDEREGISTERAUSKUNFT', 'residents:lookup'),
    });

  test('exactly one match is a hit, two are no information', async () => {
    const twin = (id: string, day: string) =>
      region.client.query(
        `INSERT INTO resident (id, given_names, family_name, birth_date, nationalities, source_id)
         VALUES ($1, 'Änne Luise', 'Groß-Tester', $2, '{DE}', 'synthetic-people')`,
        [id, day],
      );
    await twin('resident-aaaaaaaaaaaaaaaaaaaaaa', '1980-01-01');
    const found = { familyName: 'gross tester', givenNames: 'Anne' };
    expect((await ask(found)).data).toEqual({
      residentLookup: {
        __typename: 'ResidentLookupHit',
        familyName: 'Groß-Tester',
        givenNames: 'Änne Luise',
        deceased: false,
        currentAddresses: [],
      },
    });
    await twin('resident-bbbbbbbbbbbbbbbbbbbbbb', '1990-01-01');
    expect((await ask(found)).data).toEqual({ residentLookup: { __typename: 'NoInformation' } });
    expect((await ask({ ...found, dateOfBirth: '1990-01-01' })).data).toEqual({
      residentLookup: expect.objectContaining({ __typename: 'ResidentLookupHit' }),
    });
  });

  test('advertising is refused before anything is looked up', async () => {
    const { errors } = await ask({ familyName: 'Müller', givenNames: 'Anna', noAdvertising: false });
    expect(errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'noAdvertising',
      format: 'NO_ADVERTISING',
    });
  });
});

async function giveAnApplication(): Promise<void> {
  await region.client.query(
    `INSERT INTO service_application (id, ags, leika_key, applicant_id, state, created_at, submitted_at, source_id)
       VALUES ('application-aaaaaaaaaaaaaaaaaaaaaa', '05774032', '99008001012000', '${blocked.id}', 'RECEIVED', now(), now(), 'synthetic-people');
     INSERT INTO case_file (id, application_id, file_reference, opened_on)
       VALUES ('case-file-aaaaaaaaaaaaaaaaaaaaaa', 'application-aaaaaaaaaaaaaaaaaaaaaa', 'test', now());
     INSERT INTO appointment (id, office_id, desk, resident_id, application_id, leika_key, starts_at, ends_at)
       SELECT 'appointment-aaaaaaaaaaaaaaaaaaaaaa', min(id), 1, '${blocked.id}', 'application-aaaaaaaaaaaaaaaaaaaaaa', '99008001012000', '2030-01-01', '2030-01-02' FROM office`,
  );
}
