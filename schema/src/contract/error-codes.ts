import { TRUST_LEVELS, type TrustLevel } from './caller-claims.js';
import { INPUT_FORMATS, isInputFormat, type InputFormat } from './input-formats.js';

/**
 * Small, checked facts that come with an error, in `extensions`. A subgraph sends only a code and these; the
 * gateway prints the catalogue's sentence, so that no foreign text reaches a portal.
 */
export interface ErrorParams {
  /** BAD_USER_INPUT: name of the argument or header. */
  readonly argument?: string;
  /** BAD_USER_INPUT: what it must look like. */
  readonly format?: InputFormat;
  /** TRUST_TOO_LOW: the level that unlocks the field. */
  readonly requiredTrust?: TrustLevel;
  /** FORBIDDEN: sets of scopes, any one of which unlocks the field. */
  readonly requiredScopes?: readonly (readonly string[])[];
  /** PURPOSE_REQUIRED: purposes under which the field may be read. */
  readonly requiredPurposes?: readonly string[];
  /** SUBGRAPH_…: what the missing data is called, for example `Mobility`. */
  readonly subject?: string;
  /** SUBGRAPH_…: who runs it, for example `Kreis Paderborn`. */
  readonly operator?: string;
}

interface CatalogueEntry {
  /** Who may cause it: only `client` codes are taken over from a subgraph's answer. */
  readonly origin: 'client' | 'subgraph' | 'gateway';
  /** Whether the same request can succeed later without a change. */
  readonly retryable: boolean;
  /** What the code means, for the documentation. */
  readonly meaning: string;
  readonly text: (params: ErrorParams) => string;
}

const of = (params: ErrorParams): string =>
  `${params.subject ?? 'Some'} data${params.operator === undefined ? '' : ` of ${params.operator}`}`;
const argumentName = (params: ErrorParams): string =>
  params.argument === undefined ? 'A value of the request' : `"${params.argument}"`;

/** Every code that can stand in `errors[].extensions.code` of an answer. Documented in the README, which a test holds against it. */
export const ERROR_CATALOGUE = {
  UNAUTHENTICATED: {
    origin: 'client',
    retryable: false,
    meaning: 'The request needs a valid token and has none.',
    text: () => 'Sign in to read this: send a valid bearer token in the Authorization header.',
  },
  FORBIDDEN: {
    origin: 'client',
    retryable: false,
    meaning: 'The caller is known and may not read this.',
    text: (params) =>
      params.requiredScopes === undefined || params.requiredScopes.length === 0
        ? 'You may not read this.'
        : `You may not read this; it needs ${params.requiredScopes.map((all) => all.join(' and ')).join(', or ')}.`,
  },
  TRUST_TOO_LOW: {
    origin: 'client',
    retryable: false,
    meaning:
      'The means of identity used is too weak; `requiredTrust` names the level that unlocks the field.',
    text: (params) =>
      `Sign in with a stronger means of identity to read this${params.requiredTrust === undefined ? '' : ` (trust level ${params.requiredTrust})`}.`,
  },
  PURPOSE_REQUIRED: {
    origin: 'client',
    retryable: false,
    meaning:
      'Personal data is read only for a stated purpose; `requiredPurposes` names those that are allowed.',
    text: (params) =>
      `State a purpose in the header Modellregion-Purpose to read this${params.requiredPurposes === undefined ? '' : `: one of ${params.requiredPurposes.join(', ')}`}.`,
  },
  CASE_REFERENCE_REQUIRED: {
    origin: 'client',
    retryable: false,
    meaning: 'The retrieval needs the reference of the case it is made for.',
    text: () => 'State the case in the header Modellregion-Case-Reference to read this.',
  },
  BAD_USER_INPUT: {
    origin: 'client',
    retryable: false,
    meaning: 'A value of the request has the wrong form; `argument` names it, `format` what is expected.',
    text: (params) =>
      `${argumentName(params)} ${params.format === undefined ? 'is not valid' : INPUT_FORMATS[params.format]}.`,
  },
  SUBGRAPH_TIMEOUT: {
    origin: 'subgraph',
    retryable: true,
    meaning: 'The municipality that owns the data did not answer within its deadline.',
    text: (params) => `${of(params)} did not arrive in time. Please try again.`,
  },
  SUBGRAPH_UNAVAILABLE: {
    origin: 'subgraph',
    retryable: true,
    meaning:
      'The municipality that owns the data could not be reached, or failed so often that it is not asked for a moment.',
    text: (params) => `${of(params)} is not available right now. Please try again later.`,
  },
  SUBGRAPH_INVALID_RESPONSE: {
    origin: 'subgraph',
    retryable: false,
    meaning: 'What the municipality answered is not a usable GraphQL response.',
    text: (params) => `${of(params)} could not be read: the answer was not valid.`,
  },
  SUBGRAPH_ERROR: {
    origin: 'subgraph',
    retryable: false,
    meaning: 'The municipality that owns the data reported a fault of its own.',
    text: (params) => `${of(params)} could not be read because of a fault there.`,
  },
  ENTITY_NOT_FOUND: {
    origin: 'subgraph',
    retryable: false,
    meaning: 'One municipality refers to what the municipality that owns such data does not know.',
    text: (params) => `${of(params)} has nothing under the key that is referred to here.`,
  },
  GRAPHQL_PARSE_FAILED: {
    origin: 'gateway',
    retryable: false,
    meaning: 'The operation is not GraphQL.',
    text: () => 'The operation is not valid GraphQL.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    origin: 'gateway',
    retryable: false,
    meaning: 'The operation does not fit the schema.',
    text: () => 'The operation does not fit the schema.',
  },
  OPERATION_TOO_EXPENSIVE: {
    origin: 'gateway',
    retryable: false,
    meaning: 'Planning the operation takes more time or memory than one operation may have.',
    text: () =>
      'This operation is too expensive to plan. Ask for less at once: fewer nested fragments, fewer aliases.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    origin: 'gateway',
    retryable: false,
    meaning: 'The request does not say which of its operations to run.',
    text: () => 'Name the operation to run in "operationName".',
  },
  BAD_REQUEST: {
    origin: 'gateway',
    retryable: false,
    meaning: 'The HTTP request is not a GraphQL request.',
    text: () => 'The request is not a GraphQL request: send POST with application/json and {"query": "…"}.',
  },
  INTERNAL_SERVER_ERROR: {
    origin: 'gateway',
    retryable: true,
    meaning: 'A fault of ours; the request id leads to it in the log.',
    text: () => 'Something went wrong here. Please try again, and report the request id if it stays.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CATALOGUE, value);
}

/** The catalogue's sentence for a code. */
export function errorText(code: ErrorCode, params: ErrorParams = {}): string {
  return (ERROR_CATALOGUE[code] as CatalogueEntry).text(params);
}

/** The catalogue's entry of a code, with its general type. */
export function errorEntry(code: ErrorCode): CatalogueEntry {
  return ERROR_CATALOGUE[code];
}

const NAME = /^[_A-Za-z][\w-]{0,63}$/;
const TOKEN = /^[A-Za-z][\w:.-]{0,63}$/;
const tokens = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 20 && value.every((it) => typeof it === 'string' && TOKEN.test(it));

/**
 * Takes from what a subgraph sent in `extensions` only the facts of {@link ErrorParams} that have the right
 * form; everything else is dropped.
 */
export function checkedErrorParams(extensions: Readonly<Record<string, unknown>>): ErrorParams {
  const { argument, format, requiredTrust, requiredScopes, requiredPurposes } = extensions;
  const trust = TRUST_LEVELS.find((level) => level === requiredTrust);
  return {
    ...(typeof argument === 'string' && NAME.test(argument) ? { argument } : {}),
    ...(isInputFormat(format) ? { format } : {}),
    ...(trust === undefined ? {} : { requiredTrust: trust }),
    ...(Array.isArray(requiredScopes) && requiredScopes.length <= 20 && requiredScopes.every(tokens)
      ? { requiredScopes }
      : {}),
    ...(tokens(requiredPurposes) ? { requiredPurposes } : {}),
  };
}
