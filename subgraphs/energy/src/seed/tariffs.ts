import { syntheticId, type SeedRow } from '@modellregion/subgraph-kit';
import type { EnergyMedium } from '../generated/graphql.js';
import { SYNTHETIC_SOURCE_ID, type Placed } from './world.js';

interface SeedTariff {
  readonly name: string;
  readonly medium: EnergyMedium;
  readonly baseCents: number;
  readonly unitCents: number;
  readonly renewable: number | null;
}

/** Made-up tariffs; the prices lie where such tariffs lay in 2026. */
const TARIFFS = {
  basic: {
    name: 'Strom Grundversorgung',
    medium: 'ELECTRICITY',
    baseCents: 14_900,
    unitCents: 37.9,
    renewable: 0.52,
  },
  green: { name: 'Strom Natur', medium: 'ELECTRICITY', baseCents: 13_200, unitCents: 34.4, renewable: 1 },
  trade: { name: 'Strom Gewerbe', medium: 'ELECTRICITY', baseCents: 24_000, unitCents: 27.8, renewable: 0.6 },
  charging: { name: 'Ladestrom', medium: 'ELECTRICITY', baseCents: 36_000, unitCents: 25.1, renewable: 0.55 },
  greenCharging: {
    name: 'Ladestrom Natur',
    medium: 'ELECTRICITY',
    baseCents: 36_000,
    unitCents: 26.5,
    renewable: 1,
  },
  gas: { name: 'Gas Grundversorgung', medium: 'GAS', baseCents: 16_800, unitCents: 12.4, renewable: 0 },
  heat: { name: 'Fernwärme', medium: 'DISTRICT_HEAT', baseCents: 28_000, unitCents: 13.9, renewable: null },
  water: { name: 'Trinkwasser', medium: 'WATER', baseCents: 9_800, unitCents: 185, renewable: null },
} as const satisfies Record<string, SeedTariff>;

export type TariffName = keyof typeof TARIFFS;

const NAMES = Object.keys(TARIFFS) as readonly TariffName[];

/** Businesses 13 to 15 supply energy. */
const SUPPLIERS = [13, 14, 15] as const;

export function tariffId(name: TariffName): string {
  return syntheticId('tariff', NAMES.indexOf(name) + 1);
}

export function* tariffRows(): Generator<Placed> {
  for (const [index, name] of NAMES.entries()) {
    const tariff: SeedTariff = TARIFFS[name];
    yield ['tariff', tariffRow(name, tariff, SUPPLIERS[index % SUPPLIERS.length] ?? SUPPLIERS[0])];
  }
}

function tariffRow(key: TariffName, tariff: SeedTariff, supplier: number): SeedRow {
  return {
    id: tariffId(key),
    name: tariff.name,
    medium: tariff.medium,
    base_price_cents_per_year: tariff.baseCents,
    unit_price_cents: tariff.unitCents,
    unit: tariff.medium === 'WATER' ? 'M3' : 'KWH',
    renewable_share: tariff.renewable,
    valid_from: '2026-01-01',
    supplier_id: syntheticId('business', supplier),
    source_id: SYNTHETIC_SOURCE_ID,
  };
}
