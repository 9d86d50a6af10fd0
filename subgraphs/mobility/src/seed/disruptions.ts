import {
  syntheticId,
  syntheticRoadOccupations,
  type SeedRow,
  type SyntheticAddress,
  type SyntheticRoadOccupation,
} from '@modellregion/subgraph-kit';
import type { DisruptionKind } from '../generated/graphql.js';
import { greatCircleMetres } from '../great-circle.js';
import type { SeedStop } from './stops.js';
import { SYNTHETIC_SOURCE_ID, type World } from './world.js';

const AFFECTED_STOPS_M = 400;

const TITLES: Readonly<Record<DisruptionKind, (street: string) => string>> = {
  ROAD_WORKS: (street) => `Bauarbeiten: ${street} halbseitig gesperrt`,
  CLOSURE: (street) => `${street} voll gesperrt`,
  EVENT: (street) => `Straßenfest: ${street} gesperrt`,
  WEATHER: (street) => `Sturmschaden: ${street} nicht befahrbar`,
  STRIKE: () => 'Warnstreik im Busverkehr',
  DIVERSION: (street) => `Umleitung der Busse um ${street}`,
};

/** The rows of the disruptions. */
export interface Disruptions {
  readonly disruptions: readonly SeedRow[];
  readonly stops: readonly SeedRow[];
  readonly addresses: readonly SeedRow[];
}

/** Disruptions that run on the day of the seed or begin soon after, on the permits that businesses shows. */
export function makeDisruptions(world: World, stops: readonly SeedStop[]): Disruptions {
  const rows = { disruptions: [] as SeedRow[], stops: [] as SeedRow[], addresses: [] as SeedRow[] };
  for (const occupation of syntheticRoadOccupations(world.region)) {
    const { n, kind, ags, address } = occupation;
    const id = syntheticId('disruption', n);
    rows.disruptions.push({ id, ...facts(world, occupation) });
    rows.stops.push(...near(address, stops).map((stop) => ({ disruption_id: id, stop_id: stop.id })));
    const houses =
      kind === 'STRIKE' ? [] : world.region.addresses(ags).filter((it) => it.streetKey === address.streetKey);
    rows.addresses.push(...houses.map((house) => ({ disruption_id: id, address_id: house.id })));
  }
  return rows;
}

function near(at: SyntheticAddress, stops: readonly SeedStop[]): readonly SeedStop[] {
  return stops.filter((stop) => stop.ags === at.ags && greatCircleMetres(at, stop) <= AFFECTED_STOPS_M);
}

function facts(
  { midnight }: World,
  { kind, ags, address, permitId, begins, ends }: SyntheticRoadOccupation,
): SeedRow {
  const hours = (day: number, hour: number): Date => new Date(midnight(day).getTime() + hour * 3_600_000);
  return {
    kind,
    title: TITLES[kind](address.street),
    starts_at: hours(begins, 6),
    ends_at: ends === null ? null : hours(ends, 18),
    lat: kind === 'STRIKE' ? null : address.lat,
    lon: kind === 'STRIKE' ? null : address.lon,
    ags,
    permit_id: permitId,
    source_id: SYNTHETIC_SOURCE_ID,
  };
}
