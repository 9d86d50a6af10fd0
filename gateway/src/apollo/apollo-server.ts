import { ApolloServer, HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { printSchema, type GraphQLSchema } from 'graphql';
import { maskCode, maskError } from '../errors/mask.js';
import type { GraphqlReply, ReadRequest, RequestScope } from '../request.js';
import { printable, type Logger } from '../telemetry/logger.js';
import type { SupergraphSource } from '../supergraph/supergraph-source.js';
import { createGatewayAdapter, type CallableSubgraph } from './gateway-adapter.js';

/** RUN: one GraphQL request in, its finished response out. */
export interface GraphqlRunner {
  run(request: ReadRequest, scope: RequestScope): Promise<GraphqlReply>;
  /** SDL of the schema that clients see, as it is in use now. */
  apiSdl(): string;
  stop(): Promise<void>;
}

interface Options {
  /** Whether clients may ask for the schema and get suggestions: not in production. */
  readonly schemaVisible: boolean;
  readonly log: Logger;
}

interface Context {
  readonly scope: RequestScope;
}

/** Longest document, in tokens: 1 MB of GraphQL would keep everyone else waiting for seconds. */
const MAX_TOKENS = 15_000;

/** @throws StartupError if the supergraph cannot be loaded */
export async function startGraphqlRunner(
  source: SupergraphSource,
  subgraphs: readonly CallableSubgraph[],
  { schemaVisible, log }: Options,
): Promise<GraphqlRunner> {
  const gateway = createGatewayAdapter(source, subgraphs);
  let apiSchema: GraphQLSchema | null = null;
  gateway.onSchemaLoadOrUpdate((loaded) => {
    apiSchema = loaded.apiSchema;
  });
  const server = new ApolloServer<Context>({
    gateway,
    introspection: schemaVisible,
    hideSchemaDetailsFromClientErrors: !schemaVisible,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // A cache that any caller may write to is no place for a public service.
    persistedQueries: false,
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    stopOnTerminationSignals: false,
    formatError: (error) => maskError(error, schemaVisible),
    logger: apolloLog(log),
    plugins: [
      notesPlugin(log),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return {
    run: (request, scope) => run(server, request, scope),
    apiSdl: () => (apiSchema === null ? '' : printSchema(apiSchema)),
    stop: () => server.stop(),
  };
}

async function run(
  server: ApolloServer<Context>,
  request: ReadRequest,
  scope: RequestScope,
): Promise<GraphqlReply> {
  const { status, headers, body } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: new HeaderMap(request.headers),
      search: request.search,
      body: request.body,
    },
    context: () => Promise.resolve({ scope }),
  });
  // Only incremental delivery is chunked, and no engine behind this gateway does it.
  if (body.kind !== 'complete') throw new Error('incremental delivery is not supported');
  // Faults of the HTTP request never reach the plugin; such bodies hold errors and nothing else.
  scope.notes.errorCodes ??= codesOf(body.string);
  return { status: status ?? 200, headers, body: body.string };
}

/** Notes for the log line; plugin hooks see every operation that was parsed as far as that went. */
function notesPlugin(log: Logger): ApolloServerPlugin<Context> {
  return {
    requestDidStart: ({ contextValue: { scope } }) =>
      Promise.resolve({
        didResolveOperation: ({ operationName }) => {
          scope.notes.operationName = operationName;
          return Promise.resolve();
        },
        didEncounterErrors: ({ errors }) => {
          for (const error of errors) {
            if (maskCode(error.extensions['code']) !== 'INTERNAL_SERVER_ERROR') continue;
            log.error({ requestId: scope.requestId, text: printable(error.message) }, 'internal fault');
          }
          return Promise.resolve();
        },
        willSendResponse: ({ response }) => {
          if (response.body.kind === 'single') {
            const codes = (response.body.singleResult.errors ?? []).map((error) =>
              maskCode(error.extensions?.['code']),
            );
            scope.notes.errorCodes = [...new Set(codes)];
          }
          return Promise.resolve();
        },
      }),
  };
}

function codesOf(body: string): ReturnType<typeof maskCode>[] {
  const json: unknown = JSON.parse(body);
  if (typeof json !== 'object' || json === null || !('errors' in json) || !Array.isArray(json.errors))
    return [];
  const errors: readonly unknown[] = json.errors;
  return errors.flatMap((error) => {
    if (typeof error !== 'object' || error === null || !('extensions' in error)) return [];
    const { extensions } = error;
    return typeof extensions === 'object' && extensions !== null && 'code' in extensions
      ? [maskCode(extensions.code)]
      : [];
  });
}

/** Apollo's own words, as data in our log. */
function apolloLog(log: Logger): Record<'debug' | 'info' | 'warn' | 'error', (message?: unknown) => void> {
  const at = (level: 'debug' | 'warn' | 'error') => (message?: unknown) => {
    log[level]({ text: printable(String(message)) }, 'apollo server');
  };
  return { debug: at('debug'), info: at('debug'), warn: at('warn'), error: at('error') };
}
