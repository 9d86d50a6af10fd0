import {
  syntheticChargingStations,
  syntheticId,
  type RegionMunicipality,
  type SeededRandom,
  type SeedRow,
  type SyntheticAddress,
} from '@modellregion/subgraph-kit';
import type { PlugType } from '../generated/graphql.js';
import { within } from './place.js';
import { SYNTHETIC_SOURCE_ID, type World } from './world.js';

/** A kind of charging station. */
interface Model {
  readonly points: number;
  readonly pointKw: number;
  readonly plugs: readonly PlugType[];
}

/**
 * How often each kind stands in the region. Most are two sockets of 22 kW, as in the register of the
 * Bundesnetzagentur; fast chargers have become more since.
 */
const MODELS: readonly (readonly [Model, number])[] = [
  [{ points: 2, pointKw: 22, plugs: ['TYPE_2_SOCKET'] }, 70],
  [{ points: 1, pointKw: 22, plugs: ['TYPE_2_SOCKET'] }, 6],
  [{ points: 2, pointKw: 11, plugs: ['TYPE_2_SOCKET', 'SCHUKO'] }, 8],
  [{ points: 1, pointKw: 50, plugs: ['CCS', 'CHADEMO'] }, 5],
  [{ points: 2, pointKw: 75, plugs: ['CCS'] }, 5],
  [{ points: 4, pointKw: 150, plugs: ['CCS'] }, 4],
  [{ points: 4, pointKw: 300, plugs: ['CCS'] }, 2],
];

/** Charging stations at synthetic addresses, with their points. */
export function makeCharging(world: World): {
  readonly stations: readonly SeedRow[];
  readonly points: readonly SeedRow[];
} {
  const rows = { stations: [] as SeedRow[], points: [] as SeedRow[] };
  const stations = [...syntheticChargingStations(world.profile)];
  for (const town of world.towns) {
    const random = world.region.random(`mobility/charging/${town.ags}`);
    const addresses = world.region.addresses(town.ags);
    for (const { n, id, ags } of stations.filter((station) => station.ags === town.ags)) {
      const { points, pointKw, plugs } = random.weighted(MODELS);
      const address = random.pick(addresses);
      rows.stations.push({
        id,
        operator_id: syntheticId('business', random.int(1, 12)),
        address_id: address.id,
        ...within(address, 15, random),
        ags,
        power_kw: points * pointKw,
        address_line: lineOf(address, town),
        point_count: points,
        plugs,
        fastest_point_kw: pointKw,
        commissioned_on: `${random.int(2014, 2025)}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`,
        source_id: SYNTHETIC_SOURCE_ID,
      });
      for (let point = 1; point <= points; point += 1) {
        rows.points.push({
          evse_id: evseId(n, point),
          station_id: id,
          plugs,
          power_kw: pointKw,
          ...status(world, random),
        });
      }
    }
  }
  return rows;
}

function lineOf({ street, houseNumber, postalCode }: SyntheticAddress, town: RegionMunicipality): string {
  return `${street} ${houseNumber}, ${postalCode} ${town.name}`;
}

/** Operator `SYN` is no operator of the register; the form is the real one. */
function evseId(station: number, point: number): string {
  return `DE*SYN*E${String(station).padStart(6, '0')}*${point}`;
}

function status({ midnight }: World, random: SeededRandom): SeedRow {
  const value = random.weighted([
    ['AVAILABLE', 68],
    ['OCCUPIED', 22],
    ['OUT_OF_ORDER', 4],
    ['UNKNOWN', 6],
  ]);
  // Reported in the hour before the day of the seed, so that no report comes from the future.
  const reported = new Date(midnight(0).getTime() - random.int(1, 3_600) * 1_000);
  return { status: value, status_at: value === 'UNKNOWN' ? null : reported };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
