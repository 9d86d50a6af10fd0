import type { RegionMunicipality, SeededRandom } from '@modellregion/subgraph-kit';
import type { GenerationTechnology } from '../generated/graphql.js';
import type { World } from './world.js';

type PerTechnology = Partial<Readonly<Record<GenerationTechnology, number>>>;

/** Published installed power in kilowatts: Marktstammdatenregister 2024, by municipality. */
export const PUBLISHED_KW: Readonly<Record<string, PerTechnology>> = {
  '05711000': { SOLAR: 109_179, WIND: 15_300 },
  '05774020': { SOLAR: 61_897 },
  '05774032': { SOLAR: 119_426, WIND: 178_860 },
};

/** `small` has a hundredth of the power, so that a few units add up to it. */
const SCALE = { small: 0.01, demo: 1, large: 1 } as const;

/** Chance that a town has wind turbines, by district: plains and heights in the east have most. */
const WIND_CHANCE: Readonly<Record<string, number>> = {
  '05754': 0.5,
  '05758': 0.3,
  '05762': 0.8,
  '05766': 0.6,
  '05770': 0.7,
  '05774': 1,
};

/** What is installed in a town, in watts, in tens: as published where it was, else in proportion to such towns. */
export function targetsOf(
  town: RegionMunicipality,
  { profile }: Pick<World, 'profile'>,
  random: SeededRandom,
): Readonly<Record<GenerationTechnology, number>> {
  const people = town.estimatedPopulation;
  const estimated: Readonly<Record<GenerationTechnology, number>> = {
    SOLAR: people * solarKwPerInhabitant(people) * (0.85 + 0.3 * random.next()),
    WIND: random.chance(WIND_CHANCE[town.districtKey] ?? 0) ? random.int(2, 25) * 3_300 : 0,
    BIOMASS: people < 60_000 ? random.int(0, 5) * 450 : 2_400,
    HYDRO: random.chance(0.3) ? random.int(40, 400) : 0,
    BATTERY: people * 0.12,
    CHP: people * 0.05,
  };
  const published = PUBLISHED_KW[town.ags] ?? {};
  const watts = (kw: number): number => Math.round(kw * SCALE[profile] * 100) * 10;
  return {
    SOLAR: watts(published.SOLAR ?? estimated.SOLAR),
    WIND: watts(published.WIND ?? estimated.WIND),
    BIOMASS: watts(published.BIOMASS ?? estimated.BIOMASS),
    HYDRO: watts(published.HYDRO ?? estimated.HYDRO),
    BATTERY: watts(published.BATTERY ?? estimated.BATTERY),
    CHP: watts(published.CHP ?? estimated.CHP),
  };
}

/** The smaller the town, the more roofs and fields for each inhabitant, as the published figures show. */
function solarKwPerInhabitant(people: number): number {
  if (people > 250_000) return 0.33;
  if (people > 100_000) return 0.78;
  return people > 45_000 ? 0.95 : people > 20_000 ? 1.5 : 1.8;
}
