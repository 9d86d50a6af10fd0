import { textOf } from '../utf8-text.js';

/** One error of a subgraph's answer, as yet unjudged. */
export interface SubgraphError {
  readonly message: string;
  readonly path: unknown;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A subgraph's answer that has the shape of a GraphQL response; nothing in it is trusted. */
export interface GraphqlResponse {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly SubgraphError[];
  /** How many errors the answer held in all. */
  readonly errorCount: number;
}

/** More errors than this are counted and not looked at: 100,000 of them would keep everyone else waiting. */
export const MAX_ERRORS = 20;

/**
 * Reads a body as a GraphQL response (GraphQL spec § 7.1): an object with `data` (object or null), with `errors`
 * (a list, or null as some servers write it) or both; null data needs an error. An entry of the list that is no
 * error by the book is one nevertheless, without a text or a place: the data beside it is none the worse.
 *
 * @returns null if it is anything else.
 */
export function readGraphqlResponse(body: Uint8Array): GraphqlResponse | null {
  const json = parseJson(body);
  if (!isRecord(json)) return null;
  const data = json['data'] ?? null;
  const errors = json['errors'] ?? [];
  if (!isRecord(data) && data !== null) return null;
  if (!Array.isArray(errors) || (data === null && errors.length === 0)) return null;
  const read: SubgraphError[] = [];
  for (const error of errors.slice(0, MAX_ERRORS)) {
    const { message, path, extensions } = isRecord(error) ? error : {};
    read.push({
      message: typeof message === 'string' ? message : '',
      path,
      extensions: isRecord(extensions) ? extensions : {},
    });
  }
  return { data, errors: read, errorCount: errors.length };
}

/** Strict UTF-8; JSON.parse refuses a byte order mark by itself (RFC 8259 § 8.1). */
function parseJson(body: Uint8Array): unknown {
  const text = textOf(body);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
