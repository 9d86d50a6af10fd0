import { describe, expect, test } from '@jest/globals';
import {
  municipalities,
  SYNTHETIC_REFERENCE_DATE,
  syntheticRegion,
  type SyntheticPerson,
} from '@modellregion/subgraph-kit';

const region = syntheticRegion('demo');
const people = [...region.residents()];
const shareOf = (fits: (person: SyntheticPerson) => boolean): number =>
  (100 * people.filter(fits).length) / people.length;

/** Completed years on the reference date, 1 January: the years between, less one for all born after that day. */
function age({ birthDate }: SyntheticPerson): number {
  const years = Number(SYNTHETIC_REFERENCE_DATE.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return birthDate.slice(5) > SYNTHETIC_REFERENCE_DATE.slice(5) ? years - 1 : years;
}

describe('people', () => {
  test('as many as the profile says, numbered from 1, everywhere', () => {
    expect(people.map(({ n }) => n)).toEqual(Array.from({ length: 5_000 }, (_, i) => i + 1));
    for (const profile of ['small', 'demo'] as const) {
      const places = new Set([...syntheticRegion(profile).residents()].map(({ ags }) => ags));
      expect(places.size).toBe(municipalities().length);
    }
  });

  test('of one household live at one address of their municipality', () => {
    const homes = new Map(people.map(({ householdNumber, addressId }) => [householdNumber, addressId]));
    const elsewhere = people.filter(
      ({ householdNumber, addressId, ags }) =>
        addressId !== homes.get(householdNumber) || !addressId.startsWith(`${ags}-`),
    );
    expect(elsewhere).toEqual([]);
  });

  test('come of age with 18', () => {
    expect(people.filter((person) => person.isAdult !== age(person) >= 18)).toEqual([]);
  });

  test('no child lives alone', () => {
    const withAdults = new Set(
      people.filter(({ isAdult }) => isAdult).map(({ householdNumber }) => householdNumber),
    );
    expect(people.filter(({ householdNumber }) => !withAdults.has(householdNumber))).toEqual([]);
  });
});

describe('calibration', () => {
  test.each([
    ['under 20', (years: number) => years < 20, 18.4],
    ['67 and over', (years: number) => years >= 67, 19.2],
    ['85 and over', (years: number) => years >= 85, 2.7],
  ])('%s: within 1.5 points of the published share', (_, fits, published) => {
    expect(Math.abs(shareOf((person) => fits(age(person))) - published)).toBeLessThan(1.5);
  });

  const sizes = new Map<number, number>();
  for (const { householdNumber } of people) sizes.set(householdNumber, (sizes.get(householdNumber) ?? 0) + 1);
  const households = [...sizes.values()];

  test.each([
    [1, 42],
    [2, 34],
    [3, 12],
    [4, 9],
  ])('households of %i: within 1.5 points of the published %i %%', (size, published) => {
    const share = (100 * households.filter((it) => it === size).length) / households.length;
    expect(Math.abs(share - published)).toBeLessThan(1.5);
  });

  test('1.99 persons a household, within 0.05', () => {
    expect(Math.abs(people.length / households.length - 1.99)).toBeLessThan(0.05);
  });

  test('municipalities have residents in proportion', () => {
    const paderborn = shareOf(({ ags }) => ags === '05774032');
    expect(paderborn).toBeGreaterThan(5.5);
    expect(paderborn).toBeLessThan(7.5);
  });
});
