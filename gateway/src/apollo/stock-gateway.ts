// Must run before @apollo/gateway is loaded: see the file.
import './telemetry-off.js';
import { ApolloGateway } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import { errorText } from '@modellregion/schema';
import { getOperationAST, GraphQLError, Kind, type FragmentDefinitionNode } from 'graphql';
import { toClientPaths } from '../errors/client-paths.js';
import { reasonOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';
import type { CallSubgraph } from '../upstream/call-subgraph.js';
import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';
import type { SupergraphSource } from '../supergraph/supergraph-source.js';
import { entityMover } from './entity-error-paths.js';
import { createSubgraphDataSource } from './subgraph-data-source.js';

/** One subgraph and the way to call it. */
interface StockSubgraph {
  readonly target: SubgraphTarget;
  readonly call: CallSubgraph;
}

type GatewayInterface = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;
type Request = Parameters<GatewayExecutor>[0];
type Result = Awaited<ReturnType<GatewayExecutor>>;

/**
 * The stock engine behind Apollo's `GatewayInterface`: the oracle that ours is compared with, and an operator's way
 * back (`MODELLREGION_EXECUTOR=apollo`).
 *
 * It adds to stock execution: errors stand at places the client asked for and at the right entry of a list, and
 * a value that does not fit the schema is an error at its place (stock hides it in `extensions.valueCompletion`).
 */
export function createStockGateway(
  source: SupergraphSource,
  subgraphs: readonly StockSubgraph[],
): GatewayInterface {
  const bySubgraph = new Map(subgraphs.map((subgraph) => [subgraph.target.name, subgraph]));
  const gateway = new ApolloGateway({
    supergraphSdl: source.sdl,
    buildService: ({ name }) => {
      const subgraph = bySubgraph.get(name);
      if (subgraph === undefined)
        throw new StartupError(`${source.file} names no subgraph ${name}; compose it again.`);
      return createSubgraphDataSource(subgraph.target, subgraph.call);
    },
    // Plans name fields and subgraphs; no header may ask for them.
    __exposeQueryPlanExperimental: false,
    logger: QUIET,
  });
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    stop: () => gateway.stop(),
    load: async ({ apollo: _notUsed }) => {
      const { executor } = await load(gateway, source.file);
      return { executor: (request) => execute(executor, request) };
    },
  };
}

async function execute(executor: GatewayExecutor, request: Request): Promise<Result> {
  // Apollo Server hands on a request that names none of its operations; the stock engine would throw.
  if (getOperationAST(request.document, request.request.operationName) === null) {
    return { errors: [new GraphQLError(errorText('OPERATION_RESOLUTION_FAILURE'))] };
  }
  return finish(await executor(request), request);
}

async function load(gateway: ApolloGateway, file: string): Promise<{ executor: GatewayExecutor }> {
  try {
    return await gateway.load({ apollo: {} });
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const reason = reasonOf(error).split('\n')[0] ?? '';
    throw new StartupError(`The supergraph ${file} cannot be loaded (${reason}); compose it again.`);
  }
}

function finish(result: Result, request: Request): Result {
  const moved = (result.errors ?? []).map(entityMover(result.data));
  const errors = [...moved, ...valueErrors(result.extensions)];
  if (errors.length === 0) return result;
  const placed = toClientPaths(errors, request.operation, fragmentsOf(request));
  return result.data === undefined ? { errors: placed } : { errors: placed, data: result.data };
}

function valueErrors(extensions: Result['extensions']): readonly GraphQLError[] {
  const found: unknown = extensions?.['valueCompletion'];
  if (!Array.isArray(found)) return [];
  return found
    .filter((error) => error instanceof GraphQLError)
    .map(
      (error) =>
        new GraphQLError('This value did not have the form that the schema promises.', {
          ...(error.path === undefined ? {} : { path: error.path }),
          extensions: { code: 'SUBGRAPH_INVALID_RESPONSE', retryable: false },
        }),
    );
}

function fragmentsOf(request: Request): Readonly<Record<string, FragmentDefinitionNode>> {
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of request.document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

/** Its few lines repeat what our own log says, without structure. */
const nothing = (): void => undefined;
const QUIET = { debug: nothing, info: nothing, warn: nothing, error: nothing };
