import { readFileSync } from 'node:fs';

/**
 * On a machine with too little to share a thread may wait longer than it works. Its budget is of work; so many times
 * as long it may take by the clock.
 */
const PATIENCE = 8;

/**
 * Ends when a thread has worked for so long.
 *
 * @param schedulerFile where Linux counts the thread's time on a processor; null: the clock alone decides
 * @returns what calls the watch off, and says how many milliseconds the thread has worked
 */
export function watchBudget(schedulerFile: string | null, budgetMs: number, over: () => void): () => number {
  const startedAt = performance.now();
  const workedBefore = workedMs(schedulerFile);
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const worked = workedMs(schedulerFile);
    const left = worked === null || workedBefore === null ? 0 : budgetMs - (worked - workedBefore);
    if (left < 1 || performance.now() - startedAt > PATIENCE * budgetMs) over();
    else timer = setTimeout(look, Math.ceil(left));
  };
  timer = setTimeout(look, budgetMs);
  return () => {
    clearTimeout(timer);
    const worked = workedMs(schedulerFile);
    return worked === null || workedBefore === null ? performance.now() - startedAt : worked - workedBefore;
  };
}

/** The first number of the file: nanoseconds on a processor (Documentation/scheduler/sched-stats). */
function workedMs(schedulerFile: string | null): number | null {
  if (schedulerFile === null) return null;
  try {
    const nanoseconds = Number(readFileSync(schedulerFile, 'utf8').split(' ')[0]);
    return Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : null;
  } catch {
    return null;
  }
}
