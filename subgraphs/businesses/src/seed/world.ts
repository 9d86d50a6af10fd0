import {
  seedWorld,
  syntheticTradeRegistrations,
  type SeedContext,
  type SeedWorld,
  type SyntheticPerson,
  type SyntheticRegion,
  type SyntheticTradeRegistration,
} from '@modellregion/subgraph-kit';

/** What the seed of businesses needs. */
export interface BusinessesSeed {
  readonly client: SeedContext['client'];
  readonly profile: SeedContext['profile'];
  /** The day of the seed: notices and permits are placed around it. */
  readonly now: Date;
}

/** What all parts of the seed agree on. */
export interface World extends SeedWorld {
  /** Adults that those who run businesses are drawn from. */
  readonly adults: readonly SyntheticPerson[];
  /** Trades that were registered online; residents has the applications. */
  readonly registrations: readonly SyntheticTradeRegistration[];
  /** AGS of a municipality by its name. */
  readonly agsOf: (name: string) => string;
}

/** Every so many-th adult may run a business: all of them in `large` would need 60 MB. */
const ADULT_EVERY = { small: 1, demo: 1, large: 5 } as const;

export function worldOf({ profile, now }: Omit<BusinessesSeed, 'client'>): World {
  const world = seedWorld({ profile, now });
  const byName = new Map(world.towns.map(({ name, ags }) => [name, ags]));
  return {
    ...world,
    adults: [...adultsOf(world.region, ADULT_EVERY[profile])],
    registrations: syntheticTradeRegistrations(world.region, world.today),
    agsOf: (name) => {
      const ags = byName.get(name);
      if (ags === undefined) throw new RangeError(`seed: the region has no ${name}`);
      return ags;
    },
  };
}

function* adultsOf(region: SyntheticRegion, every: number): Generator<SyntheticPerson> {
  let place = 0;
  for (const person of region.residents()) {
    if (!person.isAdult) continue;
    if (place % every === 0) yield person;
    place += 1;
  }
}
