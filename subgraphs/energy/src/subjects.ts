import type { Subjects } from '@modellregion/subgraph-kit';
import type { EnergyContext } from './context.js';
import type {
  ById,
  GenerationUnitRecord,
  MarketLocationRecord,
  MeteringPointRecord,
} from './repositories/records.js';
import type { EnergyServices } from './services.js';

/** Whose data an object is, for every rule of schema.graphql that says `orSelf`. */
export const subjects = {
  Resident: ({ id }: ById) => id,
  MarketLocation: ({ customerResidentId }: MarketLocationRecord) => customerResidentId,
  MeteringPoint: async ({ maloId }: MeteringPointRecord, { services }: EnergyContext) =>
    (await services.marketLocations.byId.load(maloId))?.customerResidentId ?? null,
  GenerationUnit: ({ operatorResidentId }: GenerationUnitRecord) => operatorResidentId,
  ServiceApplication: async ({ id }: ById, { services }: EnergyContext) =>
    (await services.units.ofApplication.load(id))?.operatorResidentId,
} satisfies Subjects<EnergyServices>;
