import {
  addDays,
  syntheticId,
  type LocalDate,
  type SeededRandom,
  type SyntheticPerson,
  type SyntheticRegion,
} from '@modellregion/subgraph-kit';
import { isAdultOn } from '../adulthood.js';
import { groupBy } from './group-by.js';
import { drawGivenNames, drawGroup, type NameGroup } from './names.js';

/** A resident of the seed: a person of the synthetic region with what the register adds. */
export interface SeedPerson extends SyntheticPerson {
  readonly givenNames: string;
  readonly familyName: string;
  readonly birthName: string | null;
  readonly doctorate: string | null;
  readonly nationalities: readonly string[];
  readonly householdId: string;
  readonly deceasedOn: LocalDate | null;
  readonly block: Block | null;
  /** 18 or older on the day of seeding. */
  readonly adult: boolean;
}

interface Block {
  readonly until: LocalDate;
  readonly basis: 'BMG_51' | 'BMG_52';
}

/** One in 300 has a block on information, and two at least, so that there is one in every profile. */
const BLOCKED_SHARE = 1 / 300;
const LEAST_BLOCKED = 2;

/** Names, nationalities and blocks for all residents; the same for the same region and day of seeding. */
export function seedPeople(region: SyntheticRegion, today: LocalDate): readonly SeedPerson[] {
  const random = region.random('residents/people');
  const households = groupBy(region.residents(), ({ householdNumber }) => householdNumber);
  const people = [...households.values()].flatMap((members) => {
    const group = drawGroup(random);
    const nationalities = random.weighted(group.nationalities);
    const familyName = random.pick(group.families);
    const taken = new Set<string>();
    return members.map((person) => ({
      ...person,
      ...nameOf(person, { group, familyName, taken, random }),
      nationalities,
      householdId: syntheticId('household', person.householdNumber),
      deceasedOn:
        members.length === 1 && diedLately(person, random) ? addDays(today, -random.int(10, 700)) : null,
      block: null,
      adult: isAdultOn(today, person.birthDate),
    }));
  });
  return withBlocks(people, today, random);
}

interface Naming {
  readonly group: NameGroup;
  readonly familyName: string;
  /** First names that the household has already. */
  readonly taken: Set<string>;
  readonly random: SeededRandom;
}

function nameOf(
  { role, birthDate }: SyntheticPerson,
  { group, familyName, taken, random }: Naming,
): Pick<SeedPerson, 'givenNames' | 'familyName' | 'birthName' | 'doctorate'> {
  const year = Number(birthDate.slice(0, 4));
  const other = random.pick(group.families);
  const own = role === 'PARTNER' && other !== familyName;
  // Three of four partners took the family's name and keep theirs as name at birth.
  const took = own && random.chance(0.75);
  return {
    givenNames: drawGivenNames(random, group, { birthYear: year, taken }),
    familyName: own && !took ? other : familyName,
    birthName: took ? other : null,
    doctorate: role !== 'CHILD' && year < 1995 && random.chance(0.015) ? 'Dr.' : null,
  };
}

/** The register keeps the dead for some years (BMG § 13); here some of the oldest who lived alone. */
function diedLately({ birthDate }: SyntheticPerson, random: SeededRandom): boolean {
  return birthDate < '1940-01-01' && random.chance(0.12);
}

/** Every second one lives with others, so that households have to hide a member; one block has run out. */
function withBlocks(
  people: readonly SeedPerson[],
  today: LocalDate,
  random: SeededRandom,
): readonly SeedPerson[] {
  const adults = people.filter(({ adult, deceasedOn }) => adult && deceasedOn === null);
  const withOthers = adults.filter(
    ({ n, householdId }) =>
      people[n]?.householdId === householdId || people[n - 2]?.householdId === householdId,
  );
  const count = Math.max(LEAST_BLOCKED, Math.round(people.length * BLOCKED_SHARE)) + 1;
  const blocks = new Map<number, Block>();
  for (let i = 0; i < count; i += 1) {
    const candidates = i % 2 === 0 ? withOthers : adults;
    const person = candidates[Math.floor(((i + 0.5) * candidates.length) / count)];
    if (person === undefined) continue;
    const days = i === count - 1 ? -random.int(5, 60) : random.int(60, 700);
    blocks.set(person.n, { until: addDays(today, days), basis: i % 4 === 3 ? 'BMG_52' : 'BMG_51' });
  }
  return people.map((person) => ({ ...person, block: blocks.get(person.n) ?? null }));
}
