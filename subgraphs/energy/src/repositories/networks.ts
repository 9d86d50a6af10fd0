import { addressIdParts, batchLoader, parseAddressId, type Loader } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { HeatNetworkRecord } from './records.js';
import { HEAT_NETWORK } from './tables.js';

interface GridArea {
  readonly ags: string;
  readonly operatorName: string;
}
interface SolarPotential {
  readonly addressId: string;
  readonly kwp: number;
}
type StreetNetwork = HeatNetworkRecord & { readonly street: string };

export interface NetworkRepository {
  readonly heatNetwork: Loader<HeatNetworkRecord | null>;
  /** The network that runs through the street of an address. */
  readonly heatNetworkOfAddress: (addressId: string) => Promise<HeatNetworkRecord | null>;
  /** Who runs the electricity grid around an address. */
  readonly gridAreaOfAddress: (addressId: string) => Promise<GridArea | null>;
  readonly solarPotential: Loader<SolarPotential | null>;
}

export function networkRepository(db: PrismaClient): NetworkRepository {
  const byStreet = batchLoader<string, StreetNetwork>(
    (keys) => networksOfStreets(db, keys),
    ({ street }) => street,
  );
  const gridArea = batchLoader<string, GridArea>(
    (keys) => db.gridArea.findMany({ where: { ags: { in: [...keys] } } }),
    ({ ags }) => ags,
  );
  return {
    heatNetwork: batchLoader<string, HeatNetworkRecord>(
      (ids) => db.heatNetwork.findMany({ where: { id: { in: [...ids] } } }),
      ({ id }) => id,
    ),
    heatNetworkOfAddress: async (addressId) => {
      const id = parseAddressId(addressId);
      return id === null ? null : byStreet.load(streetOf(addressIdParts(id)));
    },
    gridAreaOfAddress: async (addressId) => {
      const id = parseAddressId(addressId);
      return id === null ? null : gridArea.load(addressIdParts(id).ags);
    },
    solarPotential: batchLoader<string, SolarPotential>(
      (ids) => db.solarPotential.findMany({ where: { addressId: { in: [...ids] } } }),
      ({ addressId }) => addressId,
    ),
  };
}

function streetOf({ ags, streetKey }: { readonly ags: string; readonly streetKey: string }): string {
  return `${ags}-${streetKey}`;
}

function networksOfStreets(db: PrismaClient, streets: readonly string[]): Promise<StreetNetwork[]> {
  const parts = streets.map((street) => street.split('-'));
  return db.$queryRaw<StreetNetwork[]>`
    SELECT asked.ags || '-' || asked.street_key AS street, ${HEAT_NETWORK.columns}
      FROM unnest(${parts.map(([ags]) => ags)}::text[], ${parts.map(([, key]) => key)}::text[])
             AS asked (ags, street_key)
      JOIN heat_network_street USING (ags, street_key)
      JOIN heat_network ON heat_network.id = heat_network_street.network_id`;
}
