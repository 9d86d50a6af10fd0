/** A path in an answer: names and indexes of lists. */
export type ResponsePath = readonly (string | number)[];

const NAME = /^[_A-Za-z][_0-9A-Za-z]{0,127}$/;

/** Reads what a subgraph gave as an error's path; deeper than any sensible answer it is none. */
export function readResponsePath(path: unknown): ResponsePath | null {
  if (!Array.isArray(path) || path.length === 0 || path.length > 64) return null;
  const parts: readonly unknown[] = path;
  return parts.every(isPathPart) ? parts : null;
}

function isPathPart(part: unknown): part is string | number {
  return typeof part === 'number'
    ? Number.isInteger(part) && part >= 0
    : typeof part === 'string' && NAME.test(part);
}
