import type { ReadRequest } from '../request.js';

/** What a request asks, read as Apollo Server reads it. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Nothing about it needs Apollo Server: POST, a body of the known fields, no extension. */
  readonly plain: boolean;
}

/** @returns null if the request is none that has a document; Apollo Server says what is wrong with it */
export function readGraphqlRequest({ method, body, search }: ReadRequest): GraphqlRequest | null {
  if (method === 'GET') return ofSearch(new URLSearchParams(search));
  if (!isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || query === '') return null;
  if (!isAbsentOr(isRecord, variables) || !isAbsentOr(isRecord, extensions)) return null;
  if (!isAbsentOr((it) => typeof it === 'string', operationName)) return null;
  return {
    query,
    operationName: typeof operationName === 'string' ? operationName : null,
    variables: isRecord(variables) ? variables : {},
    plain: !isRecord(extensions) || Object.keys(extensions).length === 0,
  };
}

function ofSearch(params: URLSearchParams): GraphqlRequest | null {
  const [query, second] = params.getAll('query');
  if (query === undefined || query === '' || second !== undefined) return null;
  return { query, operationName: params.get('operationName'), variables: {}, plain: false };
}

const isAbsentOr = (is: (value: unknown) => boolean, value: unknown): boolean =>
  value === undefined || value === null || is(value);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
