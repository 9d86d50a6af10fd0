import {
  dataSourceRepository,
  type DataSourceRepository,
  type RequestFacts,
} from '@modellregion/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.js';
import { buildingRepository, type BuildingRepository } from './repositories/buildings.js';
import { marketLocationRepository, type MarketLocationRepository } from './repositories/market-locations.js';
import { meteringRepository, type MeteringRepository } from './repositories/metering.js';
import { networkRepository, type NetworkRepository } from './repositories/networks.js';
import { outageRepository, type OutageRepository } from './repositories/outages.js';
import { seriesRepository, type SeriesRepository } from './repositories/series.js';
import { unitRepository, type UnitRepository } from './repositories/units.js';

/** The repositories of one request; each remembers what it has loaded. */
export interface EnergyServices {
  readonly buildings: BuildingRepository;
  readonly dataSources: DataSourceRepository;
  readonly marketLocations: MarketLocationRepository;
  readonly metering: MeteringRepository;
  readonly networks: NetworkRepository;
  readonly outages: OutageRepository;
  readonly series: SeriesRepository;
  readonly units: UnitRepository;
}

/** Fresh repositories for a request: its clock decides which outages are in force, its caller what is shown of units. */
export function energyServices(
  db: PrismaClient,
  { caller, clock }: Pick<RequestFacts, 'caller' | 'clock'>,
): EnergyServices {
  const metering = meteringRepository(db);
  return {
    buildings: buildingRepository(db),
    dataSources: dataSourceRepository(db),
    marketLocations: marketLocationRepository(db, caller),
    metering,
    networks: networkRepository(db),
    outages: outageRepository(db, clock.now()),
    series: seriesRepository(db, metering),
    units: unitRepository(db, caller),
  };
}
