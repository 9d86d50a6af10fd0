import type { SyntheticAddress } from './addresses.js';
import { syntheticId } from './ids.js';
import { municipalities, type RegionMunicipality } from './municipalities.js';
import type { SyntheticProfile } from './profile.js';
import type { SyntheticRegion } from './region.js';

/** Why a street cannot be used as usual. */
export type RoadOccupationKind = 'ROAD_WORKS' | 'CLOSURE' | 'EVENT' | 'WEATHER' | 'STRIKE' | 'DIVERSION';

/** Something that keeps a street from its usual use: a disruption of traffic, and the permit it rests on. */
export interface SyntheticRoadOccupation {
  /** From 1, over all municipalities. */
  readonly n: number;
  readonly kind: RoadOccupationKind;
  readonly ags: string;
  readonly address: SyntheticAddress;
  /** `Permit.id`; null for what nobody permits: storms, strikes, and diversions that follow from others. */
  readonly permitId: string | null;
  /** First day, in days from the day of the seed. */
  readonly begins: number;
  /** Last day, in days from the day of the seed; null while nobody knows. */
  readonly ends: number | null;
}

type Span = readonly [from: number, to: number];

const TIMES: Readonly<Record<RoadOccupationKind, { readonly begins: Span; readonly days: Span }>> = {
  ROAD_WORKS: { begins: [-40, 20], days: [20, 120] },
  CLOSURE: { begins: [-10, 10], days: [2, 30] },
  EVENT: { begins: [1, 40], days: [1, 3] },
  WEATHER: { begins: [-1, 0], days: [2, 3] },
  STRIKE: { begins: [2, 6], days: [1, 1] },
  DIVERSION: { begins: [-20, 10], days: [5, 60] },
};

const PERMITTED: readonly RoadOccupationKind[] = ['ROAD_WORKS', 'CLOSURE', 'EVENT'];

/**
 * What occupies streets around the day of the seed. The subgraph of traffic shows it as disruptions, that of
 * businesses as permits; both draw it from here, so that number, place and time agree. The first of each municipality
 * are road works that run on that day.
 */
export function syntheticRoadOccupations(region: SyntheticRegion): readonly SyntheticRoadOccupation[] {
  let n = 0;
  return municipalities().flatMap((town) => {
    const { ags } = town;
    const random = region.random(`mobility/disruptions/${ags}`);
    return Array.from({ length: countOf(region.profile, town) }, (_, i) => {
      const address = random.pick(region.addresses(ags));
      const kind: RoadOccupationKind =
        i === 0
          ? 'ROAD_WORKS'
          : random.weighted([
              ['ROAD_WORKS', 8],
              ['CLOSURE', 4],
              ['EVENT', 4],
              ['DIVERSION', 4],
              ['WEATHER', 1],
              ['STRIKE', 1],
            ]);
      const times = TIMES[kind];
      const begins = i === 0 ? random.int(-15, -1) : random.int(...times.begins);
      const ends = random.chance(0.1) ? null : begins + random.int(...times.days);
      n += 1;
      const permitId = PERMITTED.includes(kind) ? syntheticId('permit', n) : null;
      return { n, kind, ags, address, permitId, begins, ends };
    });
  });
}

function countOf(profile: SyntheticProfile, { estimatedPopulation }: RegionMunicipality): number {
  return profile === 'small' ? 2 : Math.max(2, Math.round(estimatedPopulation / 25_000));
}
