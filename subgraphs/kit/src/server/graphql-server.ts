import { ApolloServer } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { isInputFormat } from '@modellregion/schema';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { SubgraphContext } from '../context.js';
import type { Subgraph } from '../define-subgraph.js';
import { ClientError } from '../errors.js';

/** Above what any fetch of the gateway has; validation of more would take seconds. */
const MAX_TOKENS = 100_000;

/** Apollo Server over the subgraph's schema: no landing page, no stack traces, no text of a fault. */
export async function graphqlServer<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  options: { readonly introspection: boolean; readonly log: Logger },
): Promise<ApolloServer<SubgraphContext<Services>>> {
  const apollo = new ApolloServer<SubgraphContext<Services>>({
    schema: subgraph.schema,
    introspection: options.introspection,
    csrfPrevention: true,
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      faultLog<Services>(options.log),
    ],
    formatError: withoutFaultText,
  });
  await apollo.start();
  return apollo;
}

/**
 * Keeps codes and sentences of the catalogue and what is wrong with an operation (the gateway's own fault);
 * everything else becomes one sentence.
 */
function withoutFaultText(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  const { code, format } = formatted.extensions ?? {};
  if (original instanceof ClientError || error instanceof ClientError) return formatted;
  if (isInputFormat(format)) {
    // A literal of a wrong form: to GraphQL the operation is invalid, to the portal one of its values is.
    const { message, extensions } = new ClientError('BAD_USER_INPUT', { format });
    return { ...formatted, message, extensions };
  }
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return formatted;
  return {
    message: 'A fault in the subgraph; see its log.',
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    extensions: { code: 'SUBGRAPH_ERROR' },
  };
}

function faultLog<Services>(log: Logger): {
  requestDidStart: () => Promise<{
    didEncounterErrors: (it: {
      readonly errors: readonly Error[];
      readonly contextValue: SubgraphContext<Services>;
    }) => Promise<void>;
  }>;
} {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors: ({ errors, contextValue }) => {
          for (const error of errors) {
            const original = unwrapResolverError(error);
            if (original instanceof ClientError) continue;
            log.error({ requestId: contextValue.requestId, err: original }, 'fault while answering');
          }
          return Promise.resolve();
        },
      }),
  };
}
