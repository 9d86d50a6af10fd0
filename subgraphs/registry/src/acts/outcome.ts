import type { HistoryEntry } from '../generated/prisma/client.js';
import type { MadeRelease } from '../releases/make-release.js';
import type { CheckMade } from './checks-made.js';

/** What came of an act that was not refused out of hand. */
export interface Outcome {
  /** `unchanged`: it is so already. `check-refused`: the checks of the publication refused it. */
  readonly status: 'done' | 'unchanged' | 'check-refused';
  readonly entry: HistoryEntry | null;
  readonly release: MadeRelease | null;
  readonly check: CheckMade | null;
}
