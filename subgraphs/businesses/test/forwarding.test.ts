import { describe, expect, test } from '@jest/globals';
import { forwardingsOf, type NoticeFacts } from '../src/forwarding/forwardings.js';
import { FORWARDING_MATRIX } from '../src/forwarding/matrix.js';

const ALWAYS = [
  'CHAMBER_OF_COMMERCE',
  'CHAMBER_OF_CRAFTS',
  'IMMISSION_CONTROL',
  'OCCUPATIONAL_SAFETY',
  'WEIGHTS_AND_MEASURES',
  'EMPLOYMENT_AGENCY',
  'ACCIDENT_INSURANCE',
];
const LAST = ['STATISTICS_OFFICE', 'FOOD_CONTROL'];

const recipients = (facts: Partial<NoticeFacts>): readonly string[] =>
  forwardingsOf({ form: 'GEWA1', registerNumber: null, suspicion: false, ...facts }).map(
    (it) => it.recipient,
  );
const fields = (form: NoticeFacts['form'], recipient: string): readonly number[] =>
  forwardingsOf({ form, registerNumber: 'Paderborn HRB 1234', suspicion: true }).find(
    (it) => it.recipient === recipient,
  )?.fieldNumbers ?? [];
const without = (last: number, ...numbers: readonly number[]): readonly number[] =>
  Array.from({ length: last }, (_, i) => i + 1).filter((number) => !numbers.includes(number));

describe('who is told (GewO § 14 (8))', () => {
  test('of a beginning: the nine bodies that always are', () => {
    expect(recipients({})).toEqual([...ALWAYS, ...LAST]);
  });

  test('customs only with indications of undeclared work, and only of a beginning (GewAnzV § 3 (3))', () => {
    expect(recipients({ suspicion: true })).toEqual([...ALWAYS, 'CUSTOMS', ...LAST]);
    expect(recipients({ suspicion: true, form: 'GEWA2' })).toEqual([...ALWAYS, ...LAST]);
    expect(recipients({ suspicion: true, form: 'GEWA3' })).toEqual([...ALWAYS, ...LAST]);
  });

  test.each<readonly [NoticeFacts['form'], string | null, boolean, string]>([
    ['GEWA3', 'Paderborn HRB 1234', true, 'end of a company'],
    ['GEWA3', 'Bielefeld HRA 17', true, 'end of a merchant'],
    ['GEWA3', 'Lemgo GnR 5', true, 'end of a co-operative'],
    ['GEWA3', 'Gütersloh VR 99', false, 'an association is in neither register'],
    ['GEWA3', null, false, 'nobody registered it'],
    ['GEWA1', 'Paderborn HRB 1234', false, 'a beginning'],
    ['GEWA2', 'Paderborn HRB 1234', false, 'a change'],
  ])('the register court: %s of %s → %s (%s)', (form, registerNumber, told) => {
    expect(recipients({ form, registerNumber }).includes('REGISTER_COURT')).toBe(told);
  });

  test('neither the Minijob centre nor the tax office: GewAnzV § 3 has no fields for them', () => {
    const all = FORWARDING_MATRIX.recipients.map(({ recipient }) => recipient);
    expect(all).not.toContain('MINIJOB_CENTRE');
    expect(all).not.toContain('TAX_OFFICE');
  });
});

describe('what they are told (GewAnzV § 3)', () => {
  test.each([
    ['GEWA1', 'CHAMBER_OF_COMMERCE', without(33, 13, 27, 29, 30, 31, 33)],
    ['GEWA1', 'CHAMBER_OF_CRAFTS', without(33, 13, 27, 30, 31, 33)],
    ['GEWA1', 'IMMISSION_CONTROL', without(33, 10, 12, 13, 27, 28, 29, 30, 31, 33)],
    ['GEWA1', 'EMPLOYMENT_AGENCY', without(33, 13, 27, 33)],
    ['GEWA1', 'ACCIDENT_INSURANCE', without(33, 12, 28, 30, 31, 33)],
    ['GEWA1', 'CUSTOMS', without(33, 13, 27, 33)],
    ['GEWA1', 'WEIGHTS_AND_MEASURES', [1, 3, 4, 5, 11, 14, 15, 18, 20]],
    ['GEWA2', 'WEIGHTS_AND_MEASURES', [1, 3, 4, 5, 11, 14, 15, 18, 19, 21]],
    ['GEWA2', 'CHAMBER_OF_COMMERCE', without(30, 13, 26, 27, 28, 30)],
    ['GEWA3', 'CHAMBER_OF_COMMERCE', without(30, 13, 30)],
    ['GEWA3', 'REGISTER_COURT', without(30, 8, 9, 10, 12, 13, 14, 16, 21, 22, 24, 28, 29, 30)],
    ['GEWA3', 'EMPLOYMENT_AGENCY', [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 20]],
  ] as const)('%s, %s', (form, recipient, expected) => {
    expect(fields(form, recipient)).toEqual(expected);
  });

  test('nobody gets the signature, everybody at least the name, and every number is a field of the form', () => {
    for (const form of ['GEWA1', 'GEWA2', 'GEWA3'] as const) {
      const last = FORWARDING_MATRIX.lastField[form];
      for (const told of forwardingsOf({ form, registerNumber: 'Paderborn HRB 1', suspicion: true })) {
        expect(told.fieldNumbers).toContain(1);
        expect(told.fieldNumbers.filter((number) => number < 1 || number >= last)).toEqual([]);
        expect(told.fieldNumbers).toEqual([...new Set(told.fieldNumbers)].sort((a, b) => a - b));
        expect(told.legalBasis).toMatch(/^GewO § 14 \(8\) no\. \d+a?.*, GewAnzV § 3 /);
      }
    }
  });

  test('the matrix says whose law of which day it is', () => {
    expect(FORWARDING_MATRIX.source).toMatchObject({
      citation: 'BGBl. I 2014 p. 1208',
      status: '2022-03-26',
    });
  });
});
