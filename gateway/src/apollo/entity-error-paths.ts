import { GraphQLError } from 'graphql';
import type { PlacedError } from '../errors/subgraph-errors.js';
import type { FetchPath, FetchPlaces } from '../upstream/fetch-places.js';

/** Which of the entities at a place of the answer an error is about. */
interface EntityPlace {
  /** Where the entities stand: response keys, and `@` for "each of the list". */
  readonly cursor: FetchPath;
  readonly key: string;
  /** It is the n-th of those entities of which `key` was asked, out of `count`. */
  readonly ordinal: number;
  readonly count: number;
  readonly rest: FetchPath;
}

/** The executor hands each error we return back as the `originalError` of its own; by that it is found again. */
const places = new WeakMap<object, EntityPlace>();

/** Notes for {@link entityMover} which entity each error of an `_entities` fetch is about. */
export function rememberEntities(
  errors: readonly PlacedError[],
  fetch: FetchPlaces,
  cursor: FetchPath,
): readonly PlacedError[] {
  const ordinals = new Map<string, Map<number, number>>();
  for (const [, index, key] of fetch.all) {
    if (typeof index !== 'number' || typeof key !== 'string') continue;
    const ofKey = ordinals.get(key) ?? new Map<number, number>();
    ordinals.set(key, ofKey.set(index, ofKey.size));
  }
  for (const error of errors) {
    const [root, index, key, ...rest] = error.path ?? [];
    if (root !== '_entities' || typeof index !== 'number' || typeof key !== 'string') continue;
    const ofKey = ordinals.get(key);
    const ordinal = ofKey?.get(index);
    if (ofKey !== undefined && ordinal !== undefined) {
      places.set(error, { cursor, key, ordinal, count: ofKey.size, rest });
    }
  }
  return errors;
}

/**
 * Moves the errors of one answer to the entities they are about.
 *
 * The stock executor counts all objects of a list, while the subgraph was asked only about those of one type:
 * in a list of stops and offices the error of the second office lands on the second entry, a stop or an office
 * whose data arrived. Counting only objects in which the key was asked for gives the true entry; where even
 * that is not certain, an error that points at data which is there points at nothing instead.
 */
export function entityMover(data: unknown): (error: GraphQLError) => GraphQLError {
  const found = new Map<string, readonly Located[]>();
  const entitiesOf = ({ cursor, key }: EntityPlace): readonly Located[] => {
    const id = JSON.stringify([cursor, key]);
    const known = found.get(id) ?? objectsAt(data, cursor).filter(({ object }) => Object.hasOwn(object, key));
    found.set(id, known);
    return known;
  };
  return (error) => {
    const place = typeof error.originalError === 'object' ? places.get(error.originalError) : undefined;
    if (place === undefined || error.path === undefined) return error;
    const entities = entitiesOf(place);
    const entity = entities.length === place.count ? entities[place.ordinal] : undefined;
    if (entity !== undefined) return withPath(error, [...entity.path, place.key, ...place.rest]);
    const value = valueAt(data, error.path);
    return value === undefined || value === null ? error : withPath(error, undefined);
  };
}

interface Located {
  readonly path: FetchPath;
  readonly object: object;
}

/** The objects at a place, in order; nulls were not asked about. */
function objectsAt(data: unknown, cursor: FetchPath, path: FetchPath = []): readonly Located[] {
  if (typeof data !== 'object' || data === null) return [];
  if (Array.isArray(data)) {
    const rest = cursor[0] === '@' ? cursor.slice(1) : cursor;
    return data.flatMap((item: unknown, index) => objectsAt(item, rest, [...path, index]));
  }
  const [head, ...rest] = cursor;
  if (head === undefined) return [{ path, object: data }];
  return objectsAt(valueAt(data, [head]), rest, [...path, head]);
}

function valueAt(data: unknown, path: FetchPath): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

function withPath(error: GraphQLError, path: FetchPath | undefined): GraphQLError {
  return new GraphQLError(error.message, {
    ...(path === undefined ? {} : { path }),
    extensions: error.extensions,
  });
}
