import type { SeedRow } from '@modellregion/subgraph-kit';
import type { EnergyDirection, EnergyMedium, MeterKind } from '../generated/graphql.js';
import { maloId, meloId } from './numbers.js';
import { tariffId, type TariffName } from './tariffs.js';
import { SYNTHETIC_SOURCE_ID, type Placed, type World } from './world.js';

/** A contract to be written, with its meter. */
export interface SeedLocation {
  readonly medium: EnergyMedium;
  readonly direction: EnergyDirection;
  readonly meterKind: MeterKind;
  readonly postalCode: string;
  readonly addressId: string | null;
  readonly resident?: string;
  readonly business?: string;
  readonly chargingStation?: string;
  readonly tariff: TariffName | null;
}

const OBIS: Readonly<Record<EnergyMedium, string>> = {
  ELECTRICITY: '1-0:1.8.0',
  GAS: '7-0:3.0.0',
  DISTRICT_HEAT: '6-0:1.0.0',
  WATER: '8-0:1.0.0',
};

/** How many meters of each kind of customer send quarter-hours: 2 in `small`, 60 in `demo`, 200 in `large`. */
const SMART = {
  small: { household: 1, business: 0, solar: 1 },
  demo: { household: 40, business: 10, solar: 10 },
  large: { household: 135, business: 35, solar: 30 },
} as const;

/** Numbers market locations and meters one after another, and gives out the smart meters. */
export class LocationWriter {
  readonly profile: World['profile'];
  private count = 0;
  private readonly left: { household: number; business: number; solar: number };

  constructor({ profile }: Pick<World, 'profile'>) {
    this.profile = profile;
    this.left = { ...SMART[profile] };
  }

  /** Whether the next meter for such a customer is a smart one; takes it. */
  takeSmart(customer: keyof typeof this.left): boolean {
    if (this.left[customer] === 0) return false;
    this.left[customer] -= 1;
    return true;
  }

  /** The rows of a market location and its meter; the id stands in the first row. */
  rows(
    location: SeedLocation,
  ): readonly [locationRow: Placed & readonly ['market_location', SeedRow], meter: Placed] {
    this.count += 1;
    const id = maloId(this.count, location.medium);
    return [
      ['market_location', locationRow(id, location)],
      ['metering_point', meterRow(this.count, id, location)],
    ];
  }
}

function locationRow(id: string, location: SeedLocation): SeedRow {
  const { medium, direction, addressId, resident, business, chargingStation, tariff } = location;
  return {
    malo_id: id,
    medium,
    direction,
    address_id: addressId,
    customer_resident_id: resident ?? null,
    customer_business_id: business ?? null,
    charging_station_id: chargingStation ?? null,
    tariff_id: tariff === null ? null : tariffId(tariff),
    source_id: SYNTHETIC_SOURCE_ID,
  };
}

function meterRow(
  n: number,
  malo: string,
  { medium, direction, meterKind, postalCode }: SeedLocation,
): SeedRow {
  return {
    melo_id: meloId(n, postalCode),
    number: n,
    malo_id: malo,
    meter_number: `1SYN${String(n).padStart(10, '0')}`,
    meter_kind: meterKind,
    unit: medium === 'GAS' || medium === 'WATER' ? 'M3' : 'KWH',
    obis: direction === 'FEED_IN' ? '1-0:2.8.0' : OBIS[medium],
    source_id: SYNTHETIC_SOURCE_ID,
  };
}
