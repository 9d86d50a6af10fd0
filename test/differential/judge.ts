import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from './contenders.js';

/** How a difference begins that is one of order alone. */
export const ORDER = 'order of fields';

type Path = readonly (string | number)[];

/**
 * Compares an answer with the right one; null: they agree.
 *
 * Data is equal to the byte, order of fields included. Errors are compared by the places that they made null: there,
 * and nowhere else, the answer has errors too, and where an error did not climb it stands at the right answer's path.
 * (Where several errors took the same place away, GraphQL § 6.4.4 leaves open which of them are told; a subgraph whose
 * own error takes an object away is the only one that is asked.)
 */
export function difference(right: Outcome, actual: Outcome): string | null {
  const wanted = JSON.stringify(right.data) as string | undefined;
  const got = JSON.stringify(actual.data) as string | undefined;
  if (wanted !== got && sameButForOrder(wanted, got))
    return `${ORDER}\n  is    ${String(got)}\n  right ${String(wanted)}`;
  if (wanted !== got) return `data\n  is    ${String(got)}\n  right ${String(wanted)}${messages(actual)}`;
  const [wantedPlaces, gotPlaces] = [places(right), places(actual)];
  const all = new Set([...wantedPlaces.keys(), ...gotPlaces.keys()]);
  for (const place of all) {
    const [wantedPaths, gotPaths] = [wantedPlaces.get(place), gotPlaces.get(place)];
    if (gotPaths === undefined) return `no error at ${place}${messages(actual)}`;
    if (wantedPaths === undefined) return `an error at ${place}${messages(actual)}`;
    const climbed = !gotPaths.has(place) && !wantedPaths.has(place);
    if (!climbed && ![...gotPaths].some((path) => wantedPaths.has(path))) {
      return `errors at ${[...gotPaths].join(', ')} instead of ${[...wantedPaths].join(', ')}`;
    }
  }
  return null;
}

function sameButForOrder(one: string | undefined, other: string | undefined): boolean {
  return isDeepStrictEqual(JSON.parse(one ?? 'null'), JSON.parse(other ?? 'null'));
}

/** Error paths by the place of the answer that is null for them. */
function places({ data, errors }: Outcome): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { path } of errors) {
    const place = path === undefined ? 'the request' : JSON.stringify(nullPlace(data, path));
    found.set(place, (found.get(place) ?? new Set()).add(JSON.stringify(path)));
  }
  return found;
}

function nullPlace(data: unknown, path: Path): Path {
  let value = data;
  for (const [index, part] of path.entries()) {
    if (typeof value !== 'object' || value === null) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[part];
  }
  return path;
}

function messages({ errors }: Outcome): string {
  return errors.map(({ path, message }) => `\n  error ${JSON.stringify(path)} ${message}`).join('');
}
