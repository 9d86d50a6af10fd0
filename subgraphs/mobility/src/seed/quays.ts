import { syntheticId, type SeededRandom, type SeedRow } from '@modellregion/subgraph-kit';
import type { Accessibility } from '../generated/graphql.js';
import type { SeedStop } from './stops.js';
import { SYNTHETIC_SOURCE_ID, type World } from './world.js';

/** Kerb of 16 to 22 cm: a low-floor bus is entered without a step. Platforms of 55 or 76 cm: so is a train. */
const HEIGHTS = {
  bus: { stepFree: [16, 18, 22], step: [0, 8, 12] },
  train: { stepFree: [55, 76], step: [22, 38] },
} as const;

/**
 * Two quays a stop, more at stations and town halls; they agree with what the stop says about steps. A published stop
 * gets those that its timetable names and no more: nothing is made up about how high the kerbs of a real place are.
 */
export function makeQuays(world: World, stops: readonly SeedStop[]): readonly SeedRow[] {
  const random = world.region.random('mobility/quays');
  let n = 0;
  return stops.flatMap((stop) => {
    const isPublished = stop.modes !== undefined;
    const count = stop.role === 'OTHER' || isPublished ? 2 : 4;
    return Array.from({ length: count }, (_, index) => {
      const stepFree = isPublished ? publishedStepFree(stop.stepFree) : quayStepFree(stop.stepFree, index);
      n += 1;
      return {
        id: syntheticId('quay', n),
        stop_id: stop.id,
        public_code: quayCode(stop, index),
        height_cm: isPublished ? null : heightOf(stop, stepFree, random),
        step_free: stepFree,
        source_id: SYNTHETIC_SOURCE_ID,
      };
    });
  });
}

/** What stands on the sign: the tracks of a station have numbers, the poles of a bus stop letters. */
export function quayCode({ role }: SeedStop, index: number): string {
  return role === 'STATION' ? String(index + 1) : String.fromCharCode(65 + index);
}

/** What holds for all of a stop holds for each of its quays. */
function publishedStepFree(stop: Accessibility): Accessibility {
  return stop === 'PARTIAL' ? 'UNKNOWN' : stop;
}

function quayStepFree(stop: Accessibility, index: number): Accessibility {
  if (stop !== 'PARTIAL') return stop;
  return index % 2 === 0 ? 'YES' : 'NO';
}

function heightOf({ role }: SeedStop, stepFree: Accessibility, random: SeededRandom): number | null {
  if (stepFree === 'UNKNOWN') return null;
  const heights = HEIGHTS[role === 'STATION' ? 'train' : 'bus'];
  return random.pick(stepFree === 'YES' ? heights.stepFree : heights.step);
}
