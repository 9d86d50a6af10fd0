import {
  addDays,
  countFor,
  shareOut,
  syntheticBusinessCount,
  syntheticId,
  type RegionMunicipality,
  type SeededRandom,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import type { GenerationTechnology, UnitState } from '../generated/graphql.js';
import { mastrNumber } from './numbers.js';
import { targetsOf } from './targets.js';
import { SYNTHETIC_SOURCE_ID, type Placed, type World } from './world.js';

/** Up to here a unit is small (§ 15(1) MaStRV); the generated column of the table decides, this only draws. */
const SMALL_W = 30_000;

/** Watts of a usual large unit. */
const USUAL_W: Readonly<Record<GenerationTechnology, number>> = {
  SOLAR: 380_000,
  WIND: 3_300_000,
  BIOMASS: 500_000,
  HYDRO: 120_000,
  BATTERY: 250_000,
  CHP: 160_000,
};

const TECHNOLOGIES = Object.keys(USUAL_W) as readonly GenerationTechnology[];

/** Small units fill at most so much of what is installed in a town. */
const SMALL_SHARE = 0.6;

/** One small unit besides those of residents for so many inhabitants: the sums are the same in every profile. */
const INHABITANTS_PER_SMALL_UNIT = { small: 150, demo: 150, large: 50 } as const;

interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** What a unit's row says besides its number, power and technology. */
export interface UnitFacts {
  readonly ags: string;
  readonly state: UnitState;
  readonly addressId: string | null;
  /** Where it stands, for units that are not small. */
  readonly at?: Point;
  readonly resident?: string;
  readonly business?: string;
  readonly building?: string;
  readonly malo?: string;
  readonly application?: string;
  /** Days since the first kilowatt-hour, where something else depends on it; drawn if left out. */
  readonly commissionedDaysAgo?: number;
}

/** Numbers units one after another and draws what is dated. */
export class UnitWriter {
  private readonly world: World;
  private count = 0;
  private businesses = 0;

  constructor(world: World) {
    this.world = world;
  }

  row(technology: GenerationTechnology, watts: number, facts: UnitFacts, random: SeededRandom): Placed {
    this.count += 1;
    const { ags, state, addressId, resident, business, building, malo, application } = facts;
    const at = watts > SMALL_W ? facts.at : undefined;
    return [
      'generation_unit',
      {
        mastr_number: mastrNumber(this.count),
        technology,
        gross_power_w: watts,
        net_power_w: Math.max(1, Math.round(watts * 0.94)),
        ags,
        lat: at?.lat ?? null,
        lon: at?.lon ?? null,
        address_id: addressId,
        ...datesOf(facts, this.world, random),
        state,
        operator_resident_id: resident ?? null,
        operator_business_id: business ?? null,
        feed_in_malo_id: malo ?? null,
        application_id: application ?? null,
        building_id: building ?? null,
        source_id: SYNTHETIC_SOURCE_ID,
      },
    ];
  }

  /** Businesses take turns. */
  nextBusiness(): string {
    this.businesses += 1;
    return syntheticId('business', ((this.businesses - 1) % syntheticBusinessCount(this.world.profile)) + 1);
  }
}

function datesOf({ state, commissionedDaysAgo }: UnitFacts, { today }: World, random: SeededRandom): SeedRow {
  const built = state === 'IN_OPERATION' || state === 'TEMPORARILY_SHUT_DOWN' || state === 'SHUT_DOWN';
  if (!built) return { commissioned_on: null, registered_on: null };
  const commissioned = addDays(today, -(commissionedDaysAgo ?? random.int(60, 5_500)));
  // Most keep to the month that § 5(5) MaStRV gives.
  return { commissioned_on: commissioned, registered_on: addDays(commissioned, random.int(0, 32)) };
}

/** Watts of a system on a one-family house, in tens. */
export function roofWatts(random: SeededRandom): number {
  const [from, to] = random.weighted([
    [[300, 1_000], 62],
    [[1_000, 1_500], 24],
    [[1_500, 3_000], 14],
  ] as const);
  return random.int(from, to) * 10;
}

/** What the units of a town are drawn from. */
export interface TownUnits {
  readonly world: World;
  readonly writer: UnitWriter;
  /** Watts of solar systems in operation that residents have already. */
  readonly solarOfResidents: number;
  /** Public buildings of the town; the first carries units. */
  readonly buildings: readonly string[];
}

/** The other units of a town: with those of its residents they add up to the installed power. */
export function* townUnits(town: RegionMunicipality, units: TownUnits): Generator<Placed> {
  const { world, writer, solarOfResidents } = units;
  const random = world.region.random(`energy/units/${town.ags}`);
  const targets = targetsOf(town, world, random);
  const addresses = world.region.addresses(town.ags);
  const place = (state: UnitState): UnitFacts => {
    const address = random.pick(addresses);
    return { ags: town.ags, state, addressId: address.id, at: address };
  };
  let left = targets.SOLAR - solarOfResidents;
  const perInhabitants = INHABITANTS_PER_SMALL_UNIT[world.profile];
  const count = countFor(world, town, { small: 4, perInhabitants, least: 20 });
  for (let i = 0; i < count; i += 1) {
    const watts = roofWatts(random);
    if (left - watts < targets.SOLAR * (1 - SMALL_SHARE)) break;
    left -= watts;
    yield writer.row('SOLAR', watts, { ...place('IN_OPERATION'), ...owner(i, 100, units) }, random);
  }
  const sums = { ...targets, SOLAR: left };
  for (const technology of TECHNOLOGIES) {
    for (const [i, watts] of largeUnits(sums[technology], USUAL_W[technology], random).entries()) {
      const where = technology === 'WIND' ? outside(town, random) : place('IN_OPERATION');
      yield writer.row(technology, watts, { ...where, ...owner(i, 10, units) }, random);
    }
  }
  for (const state of ['PLANNED', 'TEMPORARILY_SHUT_DOWN', 'SHUT_DOWN'] as const) {
    yield writer.row('SOLAR', roofWatts(random), place(state), random);
    yield writer.row('SOLAR', random.int(40, 700) * 1_000, place(state), random);
  }
}

/** Turbines stand in the fields, up to 4 km from the middle of the town, and have no address. */
function outside({ ags, lat, lon }: RegionMunicipality, random: SeededRandom): UnitFacts {
  const near = (degrees: number): number =>
    Math.round((degrees + (random.next() - 0.5) * 0.07) * 100_000) / 100_000;
  return { ags, state: 'IN_OPERATION', addressId: null, at: { lat: near(lat), lon: near(lon) } };
}

/** The first of a kind stands on a public building, every so many-th is a business's; of the others nobody knows here. */
function owner(
  i: number,
  every: number,
  { writer, buildings }: TownUnits,
): Pick<UnitFacts, 'business' | 'building'> {
  const [building] = buildings;
  if (i === 0 && building !== undefined) return { building };
  return i % every === 1 ? { business: writer.nextBusiness() } : {};
}

/** Sizes that add up to a sum in tens of watts, each above 30 kW; none if the sum is smaller. */
function largeUnits(watts: number, usual: number, random: SeededRandom): readonly number[] {
  const least = SMALL_W + 1_000;
  if (watts < least) return [];
  const count = Math.max(1, Math.min(Math.round(watts / usual), Math.floor(watts / least)));
  const weights = Array.from({ length: count }, () => 0.4 + random.next());
  return shareOut(watts / 10, weights, least / 10).map((tens) => tens * 10);
}
