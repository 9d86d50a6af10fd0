import { addressesOf } from './addresses.js';
import { drawHousehold, type HouseholdMember, type HouseholdRole } from './households.js';
import { syntheticId } from './ids.js';
import { municipalities } from './municipalities.js';
import { residentsByMunicipality, SYNTHETIC_REFERENCE_DATE, type SyntheticProfile } from './profile.js';
import { seededRandom, type SeededRandom } from './random.js';

/** Somebody who does not exist. In one profile the same `n` is the same person in every subgraph. */
export interface SyntheticPerson {
  /** 1 to `residentCount`. */
  readonly n: number;
  /** `Resident.id`: `syntheticId('resident', n)`. */
  readonly id: string;
  readonly ags: string;
  /** Address of the only or main residence. */
  readonly addressId: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  /** Number of the household in the whole region, from 1; `syntheticId('household', householdNumber)`. */
  readonly householdNumber: number;
  readonly role: HouseholdRole;
  /** 18 or older on the reference date. */
  readonly isAdult: boolean;
}

/** Draws all people of a profile, municipality by municipality, household by household. */
export function* drawPeople(profile: SyntheticProfile): Generator<SyntheticPerson> {
  const counts = residentsByMunicipality(profile);
  let n = 0;
  let householdNumber = 0;
  for (const [index, { ags }] of municipalities().entries()) {
    const random = seededRandom(`people/${profile}/${ags}`);
    // Nobody lives at the town hall square, whose four houses come first.
    const homes = addressesOf(profile, ags).slice(4);
    let left = counts[index] ?? 0;
    while (left > 0) {
      const members = drawHousehold(random, left);
      const home = random.pick(homes);
      householdNumber += 1;
      left -= members.length;
      for (const member of members) {
        n += 1;
        yield toPerson(n, { ags, addressId: home.id, householdNumber }, member, random);
      }
    }
  }
}

function toPerson(
  n: number,
  home: Pick<SyntheticPerson, 'ags' | 'addressId' | 'householdNumber'>,
  { age, role }: HouseholdMember,
  random: SeededRandom,
): SyntheticPerson {
  return {
    n,
    id: syntheticId('resident', n),
    ...home,
    role,
    birthDate: birthDate(age, random),
    isAdult: age >= 18,
  };
}

/** A day on which somebody was born who has completed exactly `age` years on the reference date. */
function birthDate(age: number, random: SeededRandom): string {
  const [year = 0] = SYNTHETIC_REFERENCE_DATE.split('-').map(Number);
  // The reference date is 1 January, so the whole year before it is one year of age.
  const start = Date.UTC(year - age - 1, 0, 2);
  const days = random.int(0, 363);
  return new Date(start + days * 86_400_000).toISOString().slice(0, 10);
}
