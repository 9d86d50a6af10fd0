import { present } from '@modellregion/subgraph-kit';
import type { EnergyContext } from '../context.js';
import type { TariffRecord } from '../repositories/records.js';

/** The tariff that a foreign key names. */
export async function tariff(id: string | null, { services }: EnergyContext): Promise<TariffRecord | null> {
  return id === null ? null : present(await services.marketLocations.tariff.load(id), `tariff ${id}`);
}
