import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, Kind, type GraphQLFormattedError, type ValidationRule } from 'graphql';
import type { Logger } from 'pino';
import type { RegistryContext } from './context.js';
import { resolvers } from './resolvers.js';

/** The statement is a variable: what an operation itself needs is far below. */
const MOST_TOKENS = 2_000;
/** Each is a statement to the database or two. */
const MOST_ROOT_FIELDS = 10;

/** Apollo Server over the registry's interface; no stack traces, no text of a fault. */
export async function registryGraphql(log: Logger): Promise<ApolloServer<RegistryContext>> {
  const apollo = new ApolloServer<RegistryContext>({
    typeDefs: readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'),
    resolvers,
    // The interface is public, as is all it tells without a statement.
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: MOST_TOKENS },
    validationRules: [fewRootFields],
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    formatError: (formatted, error) => withoutFaultText(formatted, error, log),
  });
  await apollo.start();
  return apollo;
}

/** The same list a hundred times under other names would be a hundred lists. */
const fewRootFields: ValidationRule = (context) => ({
  OperationDefinition: (node) => {
    const plain = node.selectionSet.selections.filter(({ kind }) => kind === Kind.FIELD).length;
    const spread = node.selectionSet.selections.length > plain;
    if (plain <= MOST_ROOT_FIELDS && !spread) return;
    const message = spread
      ? 'Write the fields of Query out: fragments are not taken there.'
      : `Ask for at most ${String(MOST_ROOT_FIELDS)} fields of Query at once.`;
    context.reportError(new GraphQLError(message, { nodes: node, extensions: { code: 'TOO_MANY_FIELDS' } }));
  },
});

function withoutFaultText(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  if (original instanceof GraphQLError || formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR')
    return formatted;
  log.error({ err: original }, 'fault while answering');
  return {
    message: 'A fault in the registry; see its log.',
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}
