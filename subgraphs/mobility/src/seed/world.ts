import {
  addDays,
  localDateOf,
  municipalities,
  startOfDay,
  syntheticRegion,
  type RegionMunicipality,
  type SyntheticRegion,
} from '@modellregion/subgraph-kit';
import type { MobilitySeed } from './index.js';

/** What all parts of the seed agree on. */
export interface World {
  readonly profile: MobilitySeed['profile'];
  readonly region: SyntheticRegion;
  readonly towns: readonly RegionMunicipality[];
  /** The day of the seed in Europe/Berlin; with the profile it decides every value that is written. */
  readonly today: string;
  /** Midnight of the day so many days after today. */
  readonly midnight: (days: number) => Date;
}

/** The one data set of this seed. */
export const SYNTHETIC_SOURCE_ID = 'synthetic-mobility';

export function worldOf({ profile, now }: Omit<MobilitySeed, 'client'>): World {
  const today = localDateOf(now);
  return {
    profile,
    region: syntheticRegion(profile),
    towns: municipalities(),
    today,
    midnight: (days) => startOfDay(addDays(today, days)),
  };
}

/** How many things of a kind a town has: by population in `demo`, a fixed few in `small`. */
export function countFor(
  { profile }: World,
  town: RegionMunicipality,
  rule: { readonly small: number; readonly perInhabitants: number; readonly least: number },
): number {
  if (profile === 'small') return rule.small;
  return Math.max(rule.least, Math.round(town.estimatedPopulation / rule.perInhabitants));
}

/** How far a town reaches from its centre, in metres. */
export function reachOf({ estimatedPopulation }: RegionMunicipality): number {
  return Math.min(6_500, 1_500 + Math.sqrt(estimatedPopulation) * 8);
}
