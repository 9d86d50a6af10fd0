import { syntheticId, type SeededRandom, type SeedRow } from '@modellregion/subgraph-kit';
import { greatCircleMetres } from '../great-circle.js';
import type { SeedLine, Service } from './lines.js';
import { quayCode } from './quays.js';
import type { SeedStop } from './stops.js';
import { SYNTHETIC_SOURCE_ID, type World } from './world.js';

/** Bits of `trip.weekdays`. */
const DAYS = { weekday: 0b0011111, saturday: 0b0100000, sunday: 0b1000000, weekendNight: 0b0110000 } as const;

/** Runs on some days from the first to the last minute of the service day, so many minutes apart. */
type Frequency = readonly [days: keyof typeof DAYS, from: number, to: number, every: number];

/** More on weekdays than at weekends, more in cities than in villages, and no runs in the night. */
const FREQUENCIES: Readonly<Record<Service, readonly Frequency[]>> = {
  CITY: [
    ['weekday', 300, 1_190, 15],
    ['weekday', 1_200, 1_470, 30],
    ['saturday', 360, 1_190, 20],
    ['saturday', 1_200, 1_470, 30],
    ['sunday', 480, 1_440, 30],
    ['weekendNight', 1_510, 1_600, 60],
  ],
  TOWN: [
    ['weekday', 330, 1_200, 30],
    ['weekday', 1_260, 1_380, 60],
    ['saturday', 420, 1_260, 60],
    ['sunday', 540, 1_260, 120],
  ],
  VILLAGE: [
    ['weekday', 360, 1_140, 60],
    ['saturday', 480, 960, 120],
    ['sunday', 600, 1_080, 240],
  ],
  REGIONAL: [
    ['weekday', 330, 1_230, 60],
    ['saturday', 420, 1_260, 120],
    ['sunday', 540, 1_260, 120],
  ],
  RAIL: [
    ['weekday', 290, 1_440, 60],
    ['saturday', 350, 1_440, 60],
    ['sunday', 410, 1_440, 60],
  ],
  LONG_DISTANCE: [
    ['weekday', 380, 1_240, 120],
    ['saturday', 440, 1_240, 120],
    ['sunday', 500, 1_240, 120],
  ],
};

/** Metres a minute between stops, the stop itself included. */
const METRES_PER_MINUTE = { BUS: 380, LIGHT_RAIL: 450, RAIL: 1_150, LONG_DISTANCE_RAIL: 1_700 } as const;

/** A period of no real timetable, long enough that the data answers whenever it is looked at. */
const VALID = { from: '2020-01-01', to: '2049-12-31' } as const;

/** The rows of the timetable. */
export interface Timetable {
  readonly lines: readonly SeedRow[];
  readonly patterns: readonly SeedRow[];
  readonly patternStops: readonly SeedRow[];
  readonly trips: readonly SeedRow[];
}

export function makeTimetable({ region }: World, lines: readonly SeedLine[]): Timetable {
  const random = region.random('mobility/timetable');
  const rows = {
    lines: [] as SeedRow[],
    patterns: [] as SeedRow[],
    patternStops: [] as SeedRow[],
    trips: [] as SeedRow[],
  };
  for (const [index, line] of lines.entries()) {
    const lineId = syntheticId('line', index + 1);
    const operator = syntheticId('business', line.operator);
    const source_id = SYNTHETIC_SOURCE_ID;
    rows.lines.push({ id: lineId, name: line.name, mode: line.mode, operator_id: operator, source_id });
    for (const [way, stops] of [line.stops, [...line.stops].reverse()].entries()) {
      const patternId = syntheticId('pattern', index * 2 + way + 1);
      rows.patterns.push({ id: patternId, line_id: lineId, headsign: stops.at(-1)?.name ?? line.name });
      rows.patternStops.push(...stopsOfPattern(patternId, line, stops, way));
      for (const [days, minute] of runs(line.service, random)) {
        rows.trips.push({
          id: syntheticId('trip', rows.trips.length + 1),
          pattern_id: patternId,
          weekdays: DAYS[days],
          start_minute: minute,
          valid_from: VALID.from,
          valid_to: VALID.to,
        });
      }
    }
  }
  return rows;
}

function stopsOfPattern(
  patternId: string,
  { mode }: SeedLine,
  stops: readonly SeedStop[],
  way: number,
): readonly SeedRow[] {
  const speed = METRES_PER_MINUTE[mode];
  let minutes = 0;
  return stops.map((stop, sequence) => {
    const before = stops[sequence - 1];
    if (before !== undefined) minutes += Math.max(1, Math.round(greatCircleMetres(before, stop) / speed));
    return {
      pattern_id: patternId,
      sequence,
      stop_id: stop.id,
      offset_minutes: minutes,
      platform: quayCode(stop, way),
      boarding: sequence < stops.length - 1,
    };
  });
}

function runs(service: Service, random: SeededRandom): readonly (readonly [keyof typeof DAYS, number])[] {
  const shift = random.int(0, 14);
  return FREQUENCIES[service].flatMap(([days, from, to, every]) =>
    Array.from(
      { length: Math.floor((to - from) / every) + 1 },
      (_, i) => [days, from + shift + i * every] as const,
    ),
  );
}
