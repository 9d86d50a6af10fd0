import type { GraphQLDataSource } from '@apollo/gateway';
import { answerErrors, outageErrors, type PlacedError } from '../errors/subgraph-errors.js';
import type { RequestScope } from '../request.js';
import type { CallSubgraph } from '../upstream/call-subgraph.js';
import { fetchPlaces, type FetchPlaces } from '../upstream/fetch-places.js';
import type { GraphqlResponse } from '../upstream/graphql-response.js';
import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';

type ProcessOptions = Parameters<GraphQLDataSource<{ scope: RequestScope }>['process']>[0];
type Result = Awaited<ReturnType<GraphQLDataSource['process']>>;

/**
 * The stock executor's door to one subgraph. It never throws: an error that is thrown reaches the client
 * without a path and with the internal address in its text, while errors that are *returned* with a path
 * (`[key]` at the root, `['_entities', i, key]` below) are moved by the executor to the client's path.
 */
export function createSubgraphDataSource(
  target: SubgraphTarget,
  call: CallSubgraph,
): GraphQLDataSource<{ scope: RequestScope }> {
  return {
    process: async (options) => {
      // Health checks and schema loading belong to engine modes that are not used here.
      if (!('incomingRequestContext' in options)) return { data: null };
      const { request, context, incomingRequestContext } = options;
      const places = (): FetchPlaces => fetchPlaces(request, incomingRequestContext.schema);
      const outcome = await call(context.scope, requestBody(options));
      if (outcome.kind === 'failure') return result(null, outageErrors(target, outcome.code, places()));
      const { response, status } = outcome;
      if (!fitsFetch(response, request.variables)) {
        return result(null, outageErrors(target, 'SUBGRAPH_INVALID_RESPONSE', places()));
      }
      return result(response.data, answerErrors(target, response, places, status >= 200 && status < 300));
    },
  };
}

function requestBody({ request }: ProcessOptions): string {
  const { query, variables, operationName } = request;
  return JSON.stringify({ query, variables, ...(operationName === undefined ? {} : { operationName }) });
}

/** The executor throws, without a path, on an entity list that does not match its keys; so it is refused here. */
function fitsFetch(
  response: GraphqlResponse,
  variables: Readonly<Record<string, unknown>> | undefined,
): boolean {
  const representations = variables?.['representations'];
  if (!Array.isArray(representations) || response.data === null) return true;
  const entities = response.data['_entities'];
  return (
    Array.isArray(entities) &&
    entities.length === representations.length &&
    entities.every(
      (entity: unknown) => entity === null || (typeof entity === 'object' && !Array.isArray(entity)),
    )
  );
}

function result(data: Record<string, unknown> | null, errors: readonly PlacedError[]): Result {
  return errors.length === 0 ? { data } : { data, errors };
}
