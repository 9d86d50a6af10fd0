import { addDays, type LocalDate, type SeededRandom } from '@modellregion/subgraph-kit';
import type { Applicant } from './people.js';

/** A block on information about somebody. */
export interface Block {
  readonly until: LocalDate;
  readonly basis: 'BMG_51' | 'BMG_52';
}

/** One in 300 has one, and two at least, so that there is one in every profile. */
const BLOCKED_SHARE = 1 / 300;
const LEAST_BLOCKED = 2;

/**
 * Who has a block, by number of the person. Every second one lives with others, so that households have to hide a
 * member; one block has run out.
 */
export function drawBlocks(
  adults: readonly Applicant[],
  { residents, today, random }: { residents: number; today: LocalDate; random: SeededRandom },
): ReadonlyMap<number, Block> {
  const withOthers = adults.filter(({ livesWithOthers }) => livesWithOthers);
  const count = Math.max(LEAST_BLOCKED, Math.round(residents * BLOCKED_SHARE)) + 1;
  const blocks = new Map<number, Block>();
  for (let i = 0; i < count; i += 1) {
    const candidates = i % 2 === 0 ? withOthers : adults;
    const person = candidates[Math.floor(((i + 0.5) * candidates.length) / count)];
    if (person === undefined) continue;
    const days = i === count - 1 ? -random.int(5, 60) : random.int(60, 700);
    blocks.set(person.n, { until: addDays(today, days), basis: i % 4 === 3 ? 'BMG_52' : 'BMG_51' });
  }
  return blocks;
}
