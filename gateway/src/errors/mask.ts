import { errorText, isErrorCode, type ErrorCode } from '@modellregion/schema';
import type { GraphQLFormattedError } from 'graphql';

/** Codes that Apollo Server gives and our catalogue names differently. */
const TRANSLATED: Readonly<Record<string, ErrorCode>> = {
  PERSISTED_QUERY_NOT_FOUND: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_REQUEST',
};

/** Extensions that may stand beside a code; everything else stays in the house. */
const KEPT = [
  'subgraph',
  'operator',
  'retryable',
  'argument',
  'format',
  'requiredTrust',
  'requiredScopes',
  'requiredPurposes',
  'omittedErrors',
] as const;

const SUGGESTION = / ?Did you mean [^?]*\?/g;

/**
 * The last look at every error before it leaves the house.
 *
 * An error with a code from the catalogue was made or translated by us (a subgraph's own codes never come
 * this far) or is GraphQL's own word on the caller's operation, and keeps its text. Anything else is a fault
 * of ours: its text may hold addresses and code, so the caller reads one fixed sentence.
 *
 * @param suggestions whether "Did you mean" may stay, which lists names of the schema
 */
export function maskError(error: GraphQLFormattedError, suggestions: boolean): GraphQLFormattedError {
  const extensions: Readonly<Record<string, unknown>> = error.extensions ?? {};
  const code = maskCode(extensions['code']);
  const kept = Object.fromEntries(
    KEPT.filter((name) => extensions[name] !== undefined).map((name) => [name, extensions[name]]),
  );
  return {
    message: maskText(error.message, code, extensions['validationErrorCode'], suggestions),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions: { code, ...kept },
  };
}

/** The catalogue's code for whatever stands in `extensions.code`. */
export function maskCode(code: unknown): ErrorCode {
  if (isErrorCode(code)) return code;
  return (typeof code === 'string' ? TRANSLATED[code] : undefined) ?? 'INTERNAL_SERVER_ERROR';
}

function maskText(message: string, code: ErrorCode, detail: unknown, suggestions: boolean): string {
  if (code === 'INTERNAL_SERVER_ERROR') return errorText(code);
  if (detail === 'INTROSPECTION_DISABLED') {
    return 'This gateway does not answer introspection (__schema, __type). Use the published schema of the region instead.';
  }
  return suggestions ? message : message.replaceAll(SUGGESTION, '');
}
