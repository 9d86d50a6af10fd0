import { addressesOf, type SyntheticAddress } from './addresses.js';
import { drawPeople, type SyntheticPerson } from './people.js';
import { residentCount, type SyntheticProfile } from './profile.js';
import { seededRandom, type SeededRandom } from './random.js';

/** People and addresses that all subgraphs of one profile agree on. */
export interface SyntheticRegion {
  readonly profile: SyntheticProfile;
  readonly residentCount: number;
  /** All residents in the order of `n`: kept after the first call, but in `large` drawn anew each time. */
  residents(): Iterable<SyntheticPerson>;
  /** Addresses of a municipality; throws RangeError for an AGS outside the region. */
  addresses(ags: string): readonly SyntheticAddress[];
  /** A stream of random values of your own; start the label with your subgraph's name. */
  random(label: string): SeededRandom;
}

/** More people than these are not kept: drawing them again costs a second or two, keeping them 100 MB. */
const KEPT_PEOPLE = 10_000;

/** The synthetic region of a profile. Building it costs about 50 ms for `demo`, once per returned object. */
export function syntheticRegion(profile: SyntheticProfile): SyntheticRegion {
  const addresses = new Map<string, readonly SyntheticAddress[]>();
  let people: readonly SyntheticPerson[] | undefined;
  return {
    profile,
    residentCount: residentCount(profile),
    residents: () =>
      residentCount(profile) > KEPT_PEOPLE ? drawPeople(profile) : (people ??= [...drawPeople(profile)]),
    addresses: (ags) => {
      const known = addresses.get(ags) ?? addressesOf(profile, ags);
      addresses.set(ags, known);
      return known;
    },
    random: (label) => seededRandom(`${profile}/${label}`),
  };
}
