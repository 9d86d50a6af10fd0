import type { RegionMunicipality } from '@modellregion/subgraph-kit';
import { greatCircleMetres } from '../great-circle.js';
import { direction } from './place.js';
import { railways } from './railways.js';
import type { SeedStop } from './stops.js';
import type { World } from './world.js';

/** How often a line runs; see the timetable. */
export type Service = 'CITY' | 'TOWN' | 'VILLAGE' | 'REGIONAL' | 'RAIL' | 'LONG_DISTANCE';

/** A line with the stops of one direction; the other is the way back. */
export interface SeedLine {
  readonly name: string;
  readonly mode: 'BUS' | 'LIGHT_RAIL' | 'RAIL' | 'LONG_DISTANCE_RAIL';
  readonly service: Service;
  readonly stops: readonly SeedStop[];
  /** Number of the business that runs it. */
  readonly operator: number;
}

const STOPS_PER_TOWN_LINE = 14;
/** Bielefeld's Stadtbahn has four lines. */
const LIGHT_RAIL = { town: 'Bielefeld', lines: 4 } as const;

/** Lines of the towns, lines between neighbouring towns, railways. */
export function makeLines({ towns }: World, stops: readonly SeedStop[]): readonly SeedLine[] {
  const inTown = new Map(towns.map((town) => [town.ags, stops.filter((stop) => stop.ags === town.ags)]));
  const townLines = towns.flatMap((town, index) => linesOfTown(town, index, inTown.get(town.ags) ?? []));
  return [...townLines, ...linesBetween(towns, inTown), ...railways(towns, inTown)];
}

/** A line goes from the edge of a town through its centre to the other edge, so that every stop is served. */
function linesOfTown(
  town: RegionMunicipality,
  index: number,
  stops: readonly SeedStop[],
): readonly SeedLine[] {
  const centre = stops.find((stop) => stop.role === 'CENTRE');
  if (centre === undefined) return [];
  const others = stops.filter((stop) => stop !== centre);
  const count = (of: readonly SeedStop[]): number => Math.max(1, Math.round(of.length / STOPS_PER_TOWN_LINE));
  // Where it is published which stops have tracks, light rail calls at these and buses at the others.
  const tracks = others.filter(hasTracks);
  const roads = others.filter((stop) => !hasTracks(stop));
  const ways = [
    ...(tracks.length === 0 ? [] : star(centre, tracks, LIGHT_RAIL.lines)),
    ...star(centre, roads, count(roads)),
  ];
  return ways.map((way, n) => {
    const light = town.name === LIGHT_RAIL.town && n < LIGHT_RAIL.lines;
    return {
      name: light ? String(n + 1) : String(10 + n),
      mode: light ? ('LIGHT_RAIL' as const) : ('BUS' as const),
      service: serviceOf(town),
      stops: way,
      operator: (index % 7) + 1,
    };
  });
}

function hasTracks({ modes = [] }: SeedStop): boolean {
  return modes.includes('TRAM') || modes.includes('LIGHT_RAIL');
}

/**
 * The stops of a town are cut into twice as many sectors as it has lines; a line comes in through one sector,
 * passes the centre and goes out through the opposite one.
 */
function star(centre: SeedStop, stops: readonly SeedStop[], lines: number): readonly (readonly SeedStop[])[] {
  const around = [...stops].sort((a, b) => direction(centre, a) - direction(centre, b));
  const size = Math.ceil(around.length / (2 * lines));
  const far = (a: SeedStop, b: SeedStop): number =>
    greatCircleMetres(centre, b) - greatCircleMetres(centre, a);
  const sector = (n: number): readonly SeedStop[] => around.slice(n * size, (n + 1) * size).sort(far);
  return Array.from({ length: lines }, (_, n) => [...sector(n), centre, ...[...sector(n + lines)].reverse()]);
}

function serviceOf({ estimatedPopulation }: RegionMunicipality): Service {
  if (estimatedPopulation > 90_000) return 'CITY';
  return estimatedPopulation > 25_000 ? 'TOWN' : 'VILLAGE';
}

/** Each town hall is linked with the two nearest ones. */
function linesBetween(
  towns: readonly RegionMunicipality[],
  inTown: ReadonlyMap<string, readonly SeedStop[]>,
): readonly SeedLine[] {
  const centres = towns.flatMap((town) => inTown.get(town.ags)?.find((stop) => stop.role === 'CENTRE') ?? []);
  const pairs = new Map<string, readonly [SeedStop, SeedStop]>();
  for (const [index, from] of centres.entries()) {
    const neighbours = centres
      .map((to, other) => ({ to, other, metres: greatCircleMetres(from, to) }))
      .filter(({ to }) => to !== from)
      .sort((a, b) => a.metres - b.metres);
    for (const { to, other } of neighbours.slice(0, 2)) {
      pairs.set(
        [Math.min(index, other), Math.max(index, other)].join(),
        index < other ? [from, to] : [to, from],
      );
    }
  }
  return [...pairs.values()].map((stops, n) => ({
    name: `R${n + 101}`,
    mode: 'BUS',
    service: 'REGIONAL',
    stops,
    operator: 8,
  }));
}
