import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { errorText } from '@modellregion/schema';
import { getOperationAST, GraphQLError } from 'graphql';
import { introspect } from '../operations/introspect.js';
import { refusedBy, runOperation, type OperationResult } from '../operations/run-operation.js';
import type { Snapshot } from '../supergraph/snapshot.js';
import type { ApolloContext } from './apollo-server.js';

type GatewayInterface = ApolloServerOptionsWithGateway<ApolloContext>['gateway'];
type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;
type Request = Parameters<GatewayExecutor>[0];
type Result = Awaited<ReturnType<GatewayExecutor>>;
type SchemaCallback = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** Our own executor behind Apollo's `GatewayInterface`. */
export interface SnapshotGateway {
  readonly gateway: GatewayInterface;
  /** From now on documents are validated against the schema of this snapshot. */
  show(snapshot: Snapshot): void;
}

export function createSnapshotGateway(first: Snapshot): SnapshotGateway {
  const callbacks = new Set<SchemaCallback>();
  let shown = first;
  const show = (snapshot: Snapshot): void => {
    shown = snapshot;
    const schemas = { apiSchema: snapshot.schema, coreSupergraphSdl: snapshot.source.sdl };
    for (const callback of callbacks) callback(schemas);
  };
  return {
    show,
    gateway: {
      onSchemaLoadOrUpdate: (callback) => {
        callbacks.add(callback);
        return () => callbacks.delete(callback);
      },
      stop: () => Promise.resolve(),
      load: () => {
        show(shown);
        return Promise.resolve({ executor: (request) => execute(request, shown) });
      },
    },
  };
}

async function execute(request: Request, shown: Snapshot): Promise<Result> {
  const { scope, snapshot, explain } = request.context as ApolloContext;
  const around = snapshot ?? shown;
  const { source, document } = request;
  const operation = getOperationAST(document, request.request.operationName);
  // Apollo Server hands on a request that names none of its operations.
  if (operation === null || operation === undefined)
    return { errors: [new GraphQLError(errorText('OPERATION_RESOLUTION_FAILURE'))] };
  const prepared = await around.operations.find(source, request.request.operationName ?? null);
  if (prepared.kind !== 'ready') return resultOf(refusedBy(prepared));
  const variables = request.request.variables ?? {};
  const introspected = prepared.analysis.introspects
    ? await introspect(around.schema, document, operation, variables)
    : null;
  const run = { source, prepared, variables, scope, introspected, explain };
  const result = resultOf(await runOperation(run, around));
  const explanation = explain?.explanation() ?? null;
  return explanation === null ? result : { ...result, extensions: { explain: explanation } };
}

function resultOf(result: OperationResult): Result {
  if (result.kind === 'refused') return { errors: result.errors };
  // Apollo Server writes its answers itself.
  const written = JSON.parse(result.body.toString()) as Pick<Result, 'data'>;
  return result.errors.length === 0 ? written : { ...written, errors: result.errors };
}
