import type { RegionMunicipality } from '@modellregion/subgraph-kit';
import { greatCircleMetres } from '../great-circle.js';
import type { Point } from '../repositories/records.js';
import type { SeedLine } from './lines.js';
import { RAILWAYS } from './stations.js';
import type { SeedStop } from './stops.js';

/** Lines of the railway: regional trains call at every station of a town, long-distance trains at its main one. */
export function railways(
  towns: readonly RegionMunicipality[],
  inTown: ReadonlyMap<string, readonly SeedStop[]>,
): readonly SeedLine[] {
  const townsByName = new Map(towns.map((town) => [town.name, town]));
  return RAILWAYS.map(({ name, longDistance, towns: names }) => {
    const route = names.flatMap((town) => townsByName.get(town) ?? []);
    return {
      name,
      mode: longDistance ? ('LONG_DISTANCE_RAIL' as const) : ('RAIL' as const),
      service: longDistance ? ('LONG_DISTANCE' as const) : ('RAIL' as const),
      stops: route.flatMap((town, n) => {
        const stations = (inTown.get(town.ags) ?? []).filter((stop) => stop.role === 'STATION');
        return longDistance ? mainStation(town, stations) : alongTheWay(stations, route[n - 1], route[n + 1]);
      }),
      operator: longDistance ? 10 : 9,
    };
  });
}

/** Of made-up stations the last; of published ones that where long-distance trains call, nearest to the town's middle. */
function mainStation(town: Point, stations: readonly SeedStop[]): readonly SeedStop[] {
  if (stations.every(isMadeUp)) return stations.slice(-1);
  const far = (stop: SeedStop): number =>
    greatCircleMetres(town, stop) + (stop.modes?.includes('LONG_DISTANCE_RAIL') === true ? 0 : 1_000_000);
  return [...stations].sort((a, b) => far(a) - far(b)).slice(0, 1);
}

/** Made-up stations as they are listed; published ones from where the train comes to where it goes. */
function alongTheWay(
  stations: readonly SeedStop[],
  before: Point | undefined,
  after: Point | undefined,
): readonly SeedStop[] {
  if (stations.every(isMadeUp)) return stations;
  const far = (stop: SeedStop): number =>
    before !== undefined
      ? greatCircleMetres(before, stop)
      : after === undefined
        ? 0
        : -greatCircleMetres(after, stop);
  return [...stations].sort((a, b) => far(a) - far(b));
}

function isMadeUp({ modes }: SeedStop): boolean {
  return modes === undefined;
}
