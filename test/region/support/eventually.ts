import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is true; for facts about other processes, which send no event. */
export async function eventually(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within ${String(withinMs / 1000)} s: ${what}`);
    await pause(25);
  }
}
