import { addDays, localDateOf, startOfDay, type LocalDate } from '../time/index.js';
import { municipalities, type RegionMunicipality } from './municipalities.js';
import type { SyntheticProfile } from './profile.js';
import { syntheticRegion, type SyntheticRegion } from './region.js';

/** What all parts of a seed agree on. */
export interface SeedWorld {
  readonly profile: SyntheticProfile;
  readonly region: SyntheticRegion;
  readonly towns: readonly RegionMunicipality[];
  /** The day of the seed in Europe/Berlin; with the profile it decides every value that is written. */
  readonly today: LocalDate;
  /** Midnight of the day so many days after today. */
  readonly midnight: (days: number) => Date;
}

/** @param now some instant of the day of the seed */
export function seedWorld({
  profile,
  now,
}: {
  readonly profile: SyntheticProfile;
  readonly now: Date;
}): SeedWorld {
  const today = localDateOf(now);
  return {
    profile,
    region: syntheticRegion(profile),
    towns: municipalities(),
    today,
    midnight: (days) => startOfDay(addDays(today, days)),
  };
}

/** How many things of a kind a town has: by population, but a fixed few in `small`. */
export function countFor(
  { profile }: Pick<SeedWorld, 'profile'>,
  town: RegionMunicipality,
  rule: { readonly small: number; readonly perInhabitants: number; readonly least: number },
): number {
  if (profile === 'small') return rule.small;
  return Math.max(rule.least, Math.round(town.estimatedPopulation / rule.perInhabitants));
}
