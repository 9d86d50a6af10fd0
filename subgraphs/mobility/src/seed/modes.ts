import type { SeedLine } from './lines.js';

/** Means of transport of each stop: those of the lines that stop there; a bus where no line does. */
export function modesOf(lines: readonly SeedLine[]): (stopId: string) => readonly string[] {
  const found = new Map<string, Set<string>>();
  for (const { mode, stops } of lines) {
    for (const { id } of stops) found.set(id, (found.get(id) ?? new Set()).add(mode));
  }
  return (stopId) => [...(found.get(stopId) ?? ['BUS'])].sort();
}
