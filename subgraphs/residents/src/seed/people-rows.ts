import { addDays, type LocalDate, type SeededRandom, type SyntheticRegion } from '@modellregion/subgraph-kit';
import type { SeedPerson } from './people.js';
import { SOURCE } from '../sources.js';

/** A row of the table resident. */
export function residentRow(person: SeedPerson) {
  return {
    id: person.id,
    given_names: person.givenNames,
    family_name: person.familyName,
    birth_name: person.birthName,
    doctorate: person.doctorate,
    birth_date: person.birthDate,
    deceased_on: person.deceasedOn,
    nationalities: person.nationalities,
    household_id: person.householdId,
    blocked_until: person.block?.until ?? null,
    block_basis: person.block?.basis ?? null,
    source_id: SOURCE.people,
  };
}

/** Rows of the table residence: where everybody lives, where some lived before, a second one for some of the young. */
export function residenceMaker(region: SyntheticRegion, today: LocalDate) {
  const random = region.random('residents/residences');
  return (members: readonly SeedPerson[]) => {
    // Families move together: one date for all who were born by then.
    const moved = addDays(today, -random.int(30, 9_000));
    const before = random.chance(0.4) ? random.pick(region.addresses(members[0]?.ags ?? '')).id : null;
    return members.flatMap((person) => residencesOf(person, { moved, before, random, region }));
  };
}

function residencesOf(
  { id, birthDate, addressId, ags, adult, deceasedOn, role }: SeedPerson,
  move: { moved: LocalDate; before: string | null; random: SeededRandom; region: SyntheticRegion },
) {
  const { moved, before, random, region } = move;
  const since = moved > birthDate ? moved : birthDate;
  const second = adult && role === 'CHILD' && random.chance(0.3);
  const residence = { resident_id: id, kind: 'SOLE', address_id: addressId, moved_in_on: since };
  const rows = [{ ...residence, kind: second ? 'MAIN' : 'SOLE', moved_out_on: deceasedOn }];
  if (second) {
    rows.push({
      ...residence,
      kind: 'SECONDARY',
      address_id: random.pick(region.addresses(ags)).id,
      moved_out_on: null,
    });
  }
  if (before !== null && since > birthDate && before !== addressId) {
    rows.push({ ...residence, address_id: before, moved_in_on: birthDate, moved_out_on: addDays(since, -1) });
  }
  return rows.filter((row) => row.moved_out_on === null || row.moved_out_on >= row.moved_in_on);
}

/** Rows of the table representation: the parents of a household for their minor children (BGB § 1629). */
export function representationRows(members: readonly SeedPerson[]) {
  const parents = members.filter(({ role, adult }) => role !== 'CHILD' && adult);
  const minors = members.filter(({ role, adult }) => role === 'CHILD' && !adult);
  return minors.flatMap((child) =>
    parents.map((parent) => ({
      representative_id: parent.id,
      represented_id: child.id,
      basis: 'PARENTAL_CUSTODY',
    })),
  );
}
