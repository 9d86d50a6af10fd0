import {
  checkedErrorParams,
  errorEntry,
  errorText,
  isErrorCode,
  type ErrorCode,
  type ErrorParams,
} from '@modellregion/schema';
import { readResponsePath } from './response-path.js';
import type { FetchPath, FetchPlaces } from '../upstream/fetch-places.js';
import { MAX_ERRORS, type GraphqlResponse, type SubgraphError } from '../upstream/graphql-response.js';
import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';

/** An error of a fetch as a portal may read it: text from our catalogue, code from our catalogue. */
export interface PlacedError {
  readonly message: string;
  readonly path?: FetchPath;
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: ErrorCode };
}

type Target = Pick<SubgraphTarget, 'name' | 'subject' | 'operator'>;

/** One error for each place that a failed fetch leaves empty, so that a portal knows which nulls are outages. */
export function outageErrors(target: Target, code: ErrorCode, places: FetchPlaces): readonly PlacedError[] {
  if (places.all.length === 0) return [placedError(target, code, {}, undefined)];
  return places.all.map((path) => placedError(target, code, {}, path));
}

/**
 * What a subgraph says about its own errors, in our words.
 *
 * Of the subgraph's error only three things are taken over, each checked: a code that a caller can cause
 * (anything else is SUBGRAPH_ERROR), the small facts that go with it, and a path to a place that was asked
 * for. Its text, its `extensions.http` and everything else stay here. An error that names an entity or
 * nothing at all, while the data is missing, stands for every place it took away.
 *
 * @param clientCodes false if the answer came with an HTTP error: then the call as a whole was refused, and
 *   "sign in" would be said to us, not to the citizen.
 */
export function answerErrors(
  target: Target,
  response: GraphqlResponse,
  places: FetchPlaces,
  clientCodes: boolean,
): readonly PlacedError[] {
  const placed = response.errors.flatMap((error) => {
    const code = clientCodes ? clientCode(error) : 'SUBGRAPH_ERROR';
    const params = clientCodes ? checkedErrorParams(error.extensions) : {};
    return pathsOf(error, places, response.data === null).map((path) =>
      placedError(target, code, params, path),
    );
  });
  const kept = withoutRepeats(placed).slice(
    0,
    Math.max(MAX_ERRORS, response.data === null ? places.all.length : 0),
  );
  const left = response.errorCount - response.errors.length;
  const last = kept.at(-1);
  if (left <= 0 || last === undefined) return kept;
  return [...kept.slice(0, -1), { ...last, extensions: { ...last.extensions, omittedErrors: left } }];
}

function clientCode(error: SubgraphError): ErrorCode {
  const code = error.extensions['code'];
  return isErrorCode(code) && errorEntry(code).origin === 'client' ? code : 'SUBGRAPH_ERROR';
}

function pathsOf(
  error: SubgraphError,
  places: FetchPlaces,
  allMissing: boolean,
): readonly (FetchPath | undefined)[] {
  const path = readResponsePath(error.path);
  if (places.entityCount !== null) {
    const index = path?.[0] === '_entities' && typeof path[1] === 'number' ? path[1] : null;
    if (path !== null && index !== null && index < places.entityCount) {
      if (path.length > 2)
        return places.ofEntity(index).some((it) => it[2] === path[2]) ? [path] : [undefined];
      return places.ofEntity(index);
    }
  } else if (path !== null && places.all.some((it) => it[0] === path[0])) return [path];
  return allMissing ? places.all : [undefined];
}

function placedError(
  target: Target,
  code: ErrorCode,
  params: ErrorParams,
  path: FetchPath | undefined,
): PlacedError {
  const { retryable } = errorEntry(code);
  const operator = target.operator === null ? {} : { operator: target.operator };
  return {
    message: errorText(code, { ...params, subject: target.subject, ...operator }),
    ...(path === undefined ? {} : { path }),
    extensions: { code, subgraph: target.name, ...operator, retryable, ...params },
  };
}

function withoutRepeats(errors: readonly PlacedError[]): readonly PlacedError[] {
  const seen = new Set<string>();
  return errors.filter(({ path, extensions }) => {
    const key = `${extensions.code} ${JSON.stringify(path ?? null)}`;
    return !seen.has(key) && seen.add(key);
  });
}
