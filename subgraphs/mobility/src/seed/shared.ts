import { syntheticId, type RegionMunicipality, type SeedRow } from '@modellregion/subgraph-kit';
import type { VehicleFormFactor } from '../generated/graphql.js';
import { within } from './place.js';
import type { Published } from './published.js';
import { SYNTHETIC_SOURCE_ID, type World } from './world.js';

/** Systems that lend vehicles in the region: names and GBFS ids are facts, their vehicles here are made up. */
const SYSTEMS: readonly {
  readonly id: string;
  readonly name: string;
  readonly town: string;
  readonly formFactor: VehicleFormFactor;
}[] = [
  { id: 'dott-bielefeld', name: 'Dott Bielefeld', town: 'Bielefeld', formFactor: 'SCOOTER_STANDING' },
  { id: 'dott-detmold', name: 'Dott Detmold', town: 'Detmold', formFactor: 'SCOOTER_STANDING' },
  { id: 'dott-herford', name: 'Dott Herford', town: 'Herford', formFactor: 'SCOOTER_STANDING' },
  { id: 'dott-minden', name: 'Dott Minden', town: 'Minden', formFactor: 'SCOOTER_STANDING' },
  { id: 'dott-paderborn', name: 'Dott Paderborn', town: 'Paderborn', formFactor: 'SCOOTER_STANDING' },
  {
    id: 'dott-rheda-wiedenbruck',
    name: 'Dott Rheda-Wiedenbrück',
    town: 'Rheda-Wiedenbrück',
    formFactor: 'SCOOTER_STANDING',
  },
  { id: 'nextbike_dg', name: 'meinSiggi', town: 'Bielefeld', formFactor: 'BICYCLE' },
  { id: 'nextbike_dj', name: 'nextbike Gütersloh', town: 'Gütersloh', formFactor: 'BICYCLE' },
];

/** The systems and one picture of their vehicles. */
export interface SharedMobility {
  readonly systems: readonly SeedRow[];
  readonly vehicles: readonly SeedRow[];
}

/** @param published systems that are there already, and need at most vehicles */
export function makeShared(world: World, published: Published['systems']): SharedMobility {
  const towns = new Map(world.towns.map((town) => [town.name, town]));
  return {
    // Which business of the region runs a real system is not known, and a made-up one would be a false statement.
    systems: SYSTEMS.filter(({ id }) => !published.has(id)).map(({ id, name, town }) => ({
      id,
      name,
      provider_id: null,
      area: [towns.get(town)?.ags].filter((ags) => ags !== undefined),
      source_id: SYNTHETIC_SOURCE_ID,
    })),
    vehicles: SYSTEMS.flatMap((system, index) => {
      const town = towns.get(system.town);
      const hasOwn = published.get(system.id)?.hasVehicles ?? false;
      return town === undefined || hasOwn ? [] : vehiclesOf(world, system, index, town);
    }),
  };
}

function vehiclesOf(
  { profile, region, today }: World,
  { id, formFactor }: (typeof SYSTEMS)[number],
  index: number,
  town: RegionMunicipality,
): readonly SeedRow[] {
  // The day is part of the label: another day is another picture, with other ids.
  const random = region.random(`mobility/shared/${id}/${today}`);
  const count = profile === 'small' ? 5 : Math.round(town.estimatedPopulation / 1_500);
  return Array.from({ length: count }, (_, n) => ({
    system_id: id,
    vehicle_id: syntheticId(`vehicle-${today}-${index}`, n).slice(-22),
    form_factor: formFactor,
    ...within(town, 1_800, random),
    range_km: formFactor === 'BICYCLE' ? null : random.int(4, 45),
    source_id: SYNTHETIC_SOURCE_ID,
  }));
}
