import {
  syntheticSolarApplications,
  type RegionMunicipality,
  type SeededRandom,
  type SyntheticPerson,
  type SyntheticSolarApplication,
} from '@modellregion/subgraph-kit';
import { householdRows } from './customers.js';
import type { LocationWriter } from './locations.js';
import { roofWatts, type UnitWriter } from './units.js';
import type { Placed, World } from './world.js';

/** Besides those who applied, every so many-th household has a solar system from before. */
const SOLAR_EVERY = 9;
const SOLAR_TURN = 5;

/** The households of the region, town by town: never more of them in memory than one town has. */
export function* householdsByTown({
  region,
  towns,
}: World): Generator<readonly [RegionMunicipality, readonly SyntheticPerson[]]> {
  const people = region.residents()[Symbol.iterator]();
  let next = people.next();
  for (const town of towns) {
    const heads: SyntheticPerson[] = [];
    while (next.done !== true && next.value.ags === town.ags) {
      if (next.value.role === 'HEAD') heads.push(next.value);
      next = people.next();
    }
    yield [town, heads];
  }
}

/** Applications for solar systems by applicant. */
export function solarByApplicant({ region }: World): ReadonlyMap<string, SyntheticSolarApplication> {
  return new Map([...syntheticSolarApplications(region)].map((it) => [it.applicant.id, it]));
}

/** What the rows of residents need. */
export interface ResidentRows {
  readonly locations: LocationWriter;
  readonly units: UnitWriter;
  readonly solar: ReadonlyMap<string, SyntheticSolarApplication>;
  /** Streets of the town with a heat network, by key. */
  readonly heatedStreets: ReadonlySet<string>;
  readonly random: SeededRandom;
  /** Hears of each solar system that runs, in watts. */
  readonly onSolar: (watts: number) => void;
}

/** The contracts of a town's households, and their solar systems with what they feed in. */
export function* residentRows(
  town: RegionMunicipality,
  heads: readonly SyntheticPerson[],
  rows: ResidentRows,
): Generator<Placed> {
  const { locations, heatedStreets, random, solar } = rows;
  for (const head of heads) {
    const heated = heatedStreets.has(head.addressId.split('-')[1] ?? '');
    yield* householdRows(head, town, { writer: locations, heated, random });
    const application = solar.get(head.id);
    if (application !== undefined || head.householdNumber % SOLAR_EVERY === SOLAR_TURN) {
      yield* solarRows(head, application, town, rows);
    }
  }
}

function* solarRows(
  head: SyntheticPerson,
  application: SyntheticSolarApplication | undefined,
  town: RegionMunicipality,
  { locations, units, random, onSolar }: ResidentRows,
): Generator<Placed> {
  const state = application?.stage ?? 'IN_OPERATION';
  const watts = roofWatts(random);
  const facts = {
    ags: town.ags,
    state,
    addressId: head.addressId,
    resident: head.id,
    ...(application === undefined ? {} : { application: application.id }),
    ...(application?.commissionedDaysAgo == null
      ? {}
      : { commissionedDaysAgo: application.commissionedDaysAgo }),
  };
  if (state !== 'IN_OPERATION') {
    yield units.row('SOLAR', watts, facts, random);
    return;
  }
  const [location, meter] = locations.rows({
    medium: 'ELECTRICITY',
    direction: 'FEED_IN',
    meterKind: locations.takeSmart('solar') ? 'SMART_METER' : 'ELECTRONIC',
    postalCode: town.postalCode,
    addressId: head.addressId,
    resident: head.id,
    tariff: null,
  });
  yield location;
  yield meter;
  onSolar(watts);
  yield units.row('SOLAR', watts, { ...facts, malo: String(location[1]['malo_id']) }, random);
}
