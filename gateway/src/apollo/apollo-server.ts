import {
  ApolloServer,
  HeaderMap,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { printSchema, type GraphQLSchema } from 'graphql';
import { maskCode, maskError } from '../errors/mask.js';
import type { Explainer } from '../explain/explainer.js';
import type { GraphqlReply, ReadRequest, RequestScope } from '../request.js';
import { MAX_TOKENS } from '../operations/limits.js';
import type { Snapshot } from '../supergraph/snapshot.js';
import { printable, type Logger } from '../telemetry/logger.js';
import type { TellUsage } from './stock-usage.js';

/** GraphQL over HTTP as Apollo Server does it: one request in, its finished response out. */
export interface ApolloRunner {
  run(request: ReadRequest, context: ApolloContext): Promise<GraphqlReply>;
  /** SDL of the schema that clients see, as it is in use now. */
  apiSdl(): string;
  stop(): Promise<void>;
}

interface Options {
  /** Whether clients may ask for the schema and get suggestions: not in production. */
  readonly schemaVisible: boolean;
  readonly log: Logger;
  /** Documents that were validated elsewhere; null: Apollo Server's own. */
  readonly documents: DocumentStore | null;
  /** Null where nobody is told what is used, or whoever executes notes it. */
  readonly tellUsage: TellUsage | null;
}

/** What every request carries through Apollo Server. */
export interface ApolloContext {
  readonly scope: RequestScope;
  /** What the request began with; null with the stock executor, which has its own. */
  readonly snapshot: Snapshot | null;
  /** Null: nobody asks how the answer comes about. */
  readonly explain: Explainer | null;
}

type Config = ApolloServerOptionsWithGateway<ApolloContext>;
type DocumentStore = NonNullable<Config['documentStore']>;

/** @throws StartupError if the supergraph cannot be loaded */
export async function startApolloServer(
  gateway: Config['gateway'],
  { schemaVisible, log, documents, tellUsage }: Options,
): Promise<ApolloRunner> {
  let apiSchema: GraphQLSchema | null = null;
  gateway.onSchemaLoadOrUpdate((loaded) => {
    apiSchema = loaded.apiSchema;
  });
  const server = new ApolloServer<ApolloContext>({
    gateway,
    ...(documents === null ? {} : { documentStore: documents }),
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
      notesPlugin(log, tellUsage),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return {
    run: (request, context) => run(server, request, context),
    apiSdl: () => (apiSchema === null ? '' : printSchema(apiSchema)),
    stop: () => server.stop(),
  };
}

async function run(
  server: ApolloServer<ApolloContext>,
  request: ReadRequest,
  context: ApolloContext,
): Promise<GraphqlReply> {
  const { status, headers, body } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: new HeaderMap(request.headers.entries()),
      search: request.search,
      body: request.body,
    },
    context: () => Promise.resolve(context),
  });
  // Only incremental delivery is chunked, and no engine behind this gateway does it.
  if (body.kind !== 'complete') throw new Error('incremental delivery is not supported');
  // Faults of the HTTP request never reach the plugin; such bodies hold errors and nothing else.
  context.scope.notes.errorCodes ??= codesOf(body.string);
  return { status: status ?? 200, headers, body: body.string };
}

/** Notes for the log line; plugin hooks see every operation that was parsed as far as that went. */
function notesPlugin(log: Logger, tellUsage: TellUsage | null): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: ({ contextValue: { scope } }) =>
      Promise.resolve({
        didResolveOperation: ({ document, operation, operationName, schema }) => {
          scope.notes.operationName = operationName;
          // Apollo Server hands on a request that names none of its operations.
          if (tellUsage !== null && operation !== undefined)
            scope.notes.usage = tellUsage(document, operationName, schema);
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
