import { canApply } from './applicants.js';
import { applicationNumber, type ApplicationNumber } from './application-numbers.js';
import type { SyntheticPerson } from './people.js';
import type { SyntheticRegion } from './region.js';

/** A vehicle that somebody holds: mobility has the vehicle, residents the application it was registered with. */
export interface SyntheticVehicle {
  /** From 1, in the order of the holders; `VehicleRegistration.id` is `syntheticId('vehicle', n)`. */
  readonly n: number;
  readonly holder: SyntheticPerson;
  /** The application it was registered with, as long as that is on file; completed. */
  readonly application: SyntheticVehicleApplication | null;
}

/** The holder's application to have a vehicle registered. */
export interface SyntheticVehicleApplication extends ApplicationNumber {
  /** Days from the day it was handed in to the day of the seed. */
  readonly filedDaysAgo: number;
}

/** How many vehicles an adult holds: 0.55 on average. */
const HELD = [
  [0, 52],
  [1, 42],
  [2, 5],
  [3, 1],
] as const;

/** Of a hundred vehicles so many came of an application that is still on file. */
const WITH_APPLICATION = 0.08;

/** The vehicles of residents. Those of businesses are mobility's own, numbered after these. */
export function* syntheticVehicles(region: SyntheticRegion): Generator<SyntheticVehicle> {
  const random = region.random('vehicles');
  let [n, applications] = [0, 0];
  for (const holder of region.residents()) {
    if (!holder.isAdult) continue;
    for (let held = random.weighted(HELD); held > 0; held -= 1) {
      n += 1;
      const applied = random.chance(WITH_APPLICATION) && canApply(holder);
      if (applied) applications += 1;
      const application = applied
        ? { ...applicationNumber('vehicle', applications), filedDaysAgo: random.int(10, 300) }
        : null;
      yield { n, holder, application };
    }
  }
}
