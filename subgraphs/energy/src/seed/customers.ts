import {
  syntheticBusinessCount,
  syntheticChargingStations,
  syntheticId,
  type RegionMunicipality,
  type SeededRandom,
  type SyntheticPerson,
} from '@modellregion/subgraph-kit';
import type { MeterKind } from '../generated/graphql.js';
import type { LocationWriter } from './locations.js';
import type { Placed, World } from './world.js';

/** Households take turns: every so many-th in the region may get one of the smart meters. */
const SMART_EVERY = { small: 60, demo: 60, large: 700 } as const;

const PLAIN_METERS: readonly (readonly [MeterKind, number])[] = [
  ['ELECTRONIC', 55],
  ['FERRARIS', 45],
];

/** The contracts of a household: electricity always, gas or heat for most, water for who pays it themselves. */
export function* householdRows(
  head: SyntheticPerson,
  town: RegionMunicipality,
  { writer, heated, random }: { writer: LocationWriter; heated: boolean; random: SeededRandom },
): Generator<Placed> {
  const common = {
    direction: 'WITHDRAWAL',
    postalCode: town.postalCode,
    addressId: head.addressId,
    resident: head.id,
  } as const;
  const smart = head.householdNumber % SMART_EVERY[writer.profile] === 1 && writer.takeSmart('household');
  const meterKind = smart ? 'SMART_METER' : random.weighted(PLAIN_METERS);
  const tariff = random.chance(0.45) ? 'green' : 'basic';
  yield* writer.rows({ ...common, medium: 'ELECTRICITY', meterKind, tariff });
  if (heated) {
    yield* writer.rows({ ...common, medium: 'DISTRICT_HEAT', meterKind: 'HEAT_METER', tariff: 'heat' });
  } else if (random.chance(0.45)) {
    yield* writer.rows({ ...common, medium: 'GAS', meterKind: 'GAS_METER', tariff: 'gas' });
  }
  if (random.chance(0.3)) {
    yield* writer.rows({ ...common, medium: 'WATER', meterKind: 'WATER_METER', tariff: 'water' });
  }
}

/** Electricity for each business, gas for some. Where a business sits is its own subgraph's affair: no address. */
export function* businessRows({ profile, region, towns }: World, writer: LocationWriter): Generator<Placed> {
  const random = region.random('energy/businesses');
  const count = syntheticBusinessCount(profile);
  for (let n = 1; n <= count; n += 1) {
    const business = syntheticId('business', n);
    const { postalCode } = random.pick(towns);
    const common = { direction: 'WITHDRAWAL', postalCode, addressId: null, business } as const;
    const meterKind = writer.takeSmart('business') ? 'LOAD_PROFILE' : 'ELECTRONIC';
    yield* writer.rows({ ...common, medium: 'ELECTRICITY', meterKind, tariff: 'trade' });
    if (random.chance(0.5)) {
      yield* writer.rows({ ...common, medium: 'GAS', meterKind: 'GAS_METER', tariff: 'gas' });
    }
  }
}

/** The connection of each charging station; the contract is its operator's, whom mobility knows. */
export function* chargingRows({ profile, region, towns }: World, writer: LocationWriter): Generator<Placed> {
  const random = region.random('energy/charging');
  const postalCodes = new Map(towns.map(({ ags, postalCode }) => [ags, postalCode]));
  for (const { id, ags } of syntheticChargingStations(profile)) {
    yield* writer.rows({
      medium: 'ELECTRICITY',
      direction: 'WITHDRAWAL',
      meterKind: 'ELECTRONIC',
      postalCode: postalCodes.get(ags) ?? '',
      addressId: null,
      chargingStation: id,
      tariff: random.chance(0.7) ? 'greenCharging' : 'charging',
    });
  }
}
