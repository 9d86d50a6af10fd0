import {
  addDays,
  syntheticId,
  type LocalDate,
  type SeededRandom,
  type SyntheticPerson,
  type SyntheticRegion,
} from '@modellregion/subgraph-kit';
import { isAdultOn } from '../adulthood.js';
import { drawBlocks, type Block } from './blocks.js';
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

/** An adult who lives, as far as drawing applications and blocks needs them: all of them stay in memory. */
export interface Applicant extends Pick<SyntheticPerson, 'n' | 'id' | 'ags' | 'birthDate'> {
  readonly livesWithOthers: boolean;
}

/** The residents of a seed. */
export interface SeedPeople {
  readonly applicants: readonly Applicant[];
  /** Everybody, household by household; drawn anew on each call, so that they need not all be kept. */
  households(): Iterable<readonly SeedPerson[]>;
}

/** Names, nationalities and blocks for all residents; the same for the same region and day of seeding. */
export function seedPeople(region: SyntheticRegion, today: LocalDate): SeedPeople {
  const random = region.random('residents/people');
  const applicants: Applicant[] = [];
  for (const members of drawHouseholds(region, { today, random, blocks: new Map() })) {
    for (const { n, id, ags, birthDate, adult, deceasedOn } of members) {
      if (!adult || deceasedOn !== null) continue;
      applicants.push({ n, id, ags, birthDate, livesWithOthers: members.length > 1 });
    }
  }
  const blocks = drawBlocks(applicants, { residents: region.residentCount, today, random });
  return {
    applicants,
    households: () => drawHouseholds(region, { today, random: region.random('residents/people'), blocks }),
  };
}

interface Drawing {
  readonly today: LocalDate;
  readonly random: SeededRandom;
  readonly blocks: ReadonlyMap<number, Block>;
}

function* drawHouseholds(
  region: SyntheticRegion,
  { today, random, blocks }: Drawing,
): Generator<readonly SeedPerson[]> {
  for (const members of householdsOf(region.residents())) {
    const group = drawGroup(random);
    const nationalities = random.weighted(group.nationalities);
    const familyName = random.pick(group.families);
    const naming = { group, familyName, taken: new Set<string>(), random };
    yield members.map((person) => {
      const name = nameOf(person, naming);
      const died = members.length === 1 && diedLately(person, random);
      // Spelled out: spreading two objects into one takes V8 ten times as long, for each of 200,000 people.
      return {
        ...person,
        givenNames: name.givenNames,
        familyName: name.familyName,
        birthName: name.birthName,
        doctorate: name.doctorate,
        nationalities,
        householdId: syntheticId('household', person.householdNumber),
        deceasedOn: died ? addDays(today, -random.int(10, 700)) : null,
        block: blocks.get(person.n) ?? null,
        adult: isAdultOn(today, person.birthDate),
      };
    });
  }
}

/** The members of a household follow each other in the region. */
function* householdsOf(people: Iterable<SyntheticPerson>): Generator<readonly SyntheticPerson[]> {
  let members: SyntheticPerson[] = [];
  for (const person of people) {
    if (members[0] !== undefined && members[0].householdNumber !== person.householdNumber) {
      yield members;
      members = [];
    }
    members.push(person);
  }
  if (members.length > 0) yield members;
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
