import { syntheticId } from './ids.js';
import { municipalities } from './municipalities.js';
import type { SyntheticProfile } from './profile.js';

/** A charging station as all subgraphs know it: mobility has the station, energy its connection to the grid. */
export interface SyntheticChargingStation {
  /** From 1, municipality by municipality. */
  readonly n: number;
  /** `ChargingStation.id` */
  readonly id: string;
  readonly ags: string;
}

/** Inhabitants for each station in `demo`. */
const PER_INHABITANTS = 4_000;
const LEAST = 2;

/** The charging stations of a profile, in order of `n`: by population in `demo`, two in each town in `small`. */
export function* syntheticChargingStations(profile: SyntheticProfile): Generator<SyntheticChargingStation> {
  let n = 0;
  for (const { ags, estimatedPopulation } of municipalities()) {
    const wanted = profile === 'small' ? LEAST : Math.round(estimatedPopulation / PER_INHABITANTS);
    for (let i = 0; i < Math.max(LEAST, wanted); i += 1) {
      n += 1;
      yield { n, id: syntheticId('charging-station', n), ags };
    }
  }
}
