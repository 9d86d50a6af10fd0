import type { GraphQLDataSource } from '@apollo/gateway';
import { answerErrors, outageErrors, type PlacedError } from '../errors/subgraph-errors.js';
import type { RequestScope } from '../request.js';
import type { CallSubgraph } from '../upstream/call-subgraph.js';
import { rememberEntities } from './entity-error-paths.js';
import { fetchPlaces, type FetchPath } from '../upstream/fetch-places.js';
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
      const fitsIt = (response: GraphqlResponse): boolean => fitsFetch(response, request.variables);
      const asking = { kind: kindOf(request), fits: fitsIt };
      const outcome = await call(context.scope, requestBody(options), asking);
      const fits = outcome.kind === 'answer' && fitsIt(outcome.response);
      if (fits && outcome.response.errors.length === 0) return { data: outcome.response.data };
      const places = fetchPlaces(request, incomingRequestContext.schema);
      const placed = (errors: readonly PlacedError[], data: Result['data'] = null): Result => ({
        data,
        errors: rememberEntities(errors, places, cursorOf(options)),
      });
      if (outcome.kind === 'failure') return placed(outageErrors(target, outcome.code, places));
      if (!fits) return placed(outageErrors(target, 'SUBGRAPH_INVALID_RESPONSE', places));
      const { response, status } = outcome;
      return placed(answerErrors(target, response, places, status >= 200 && status < 300), response.data);
    },
  };
}

/** Of the fetch: what a mutation reads afterwards is a query. Plans write no comment before the keyword. */
const kindOf = ({ query }: ProcessOptions['request']): 'query' | 'mutation' =>
  query?.startsWith('mutation') === true ? 'mutation' : 'query';

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

/** Where in the client's answer the fetched entities stand. */
function cursorOf(options: ProcessOptions): FetchPath {
  return 'pathInIncomingRequest' in options ? [...(options.pathInIncomingRequest ?? [])] : [];
}
