import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { ClientError } from '../errors/client-error.js';
import { textOf } from '../utf8-text.js';
import type { ReadRequest, RequestHeaders } from '../request.js';

/** Largest request body in bytes. */
export const BODY_LIMIT = 1_048_576;

/** Deeper input is no operation's variables; it would only fill the stack of whoever walks it. */
const MAX_DEPTH = 100;

const ANSWERED = new Set(['application/json', 'application/graphql-response+json', 'application/*', '*/*']);

/** Parses a body: strict UTF-8, no byte order mark (RFC 8259 § 8.1), JSON of a bounded depth. */
export function parseBody(body: Buffer): unknown {
  const text = textOf(body);
  if (text === null) throw new ClientError(400, 'BAD_REQUEST', 'The body is not UTF-8 text.');
  if (depthExceeds(text, MAX_DEPTH)) {
    throw new ClientError(
      400,
      'BAD_REQUEST',
      `The JSON of the body is nested deeper than ${String(MAX_DEPTH)} levels.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ClientError(
      400,
      'BAD_REQUEST',
      'The body is not JSON: send {"query": "…"} in UTF-8 without a byte order mark.',
    );
  }
}

function depthExceeds(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (inString) {
      if (char === 0x5c) index += 1;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (char === 0x5d || char === 0x7d) depth -= 1;
  }
  return false;
}

/**
 * Refuses, before the body is read, what the GraphQL-over-HTTP specification does not know: other methods,
 * other media types, compressed bodies, and callers that would accept no answer of ours.
 */
export function checkHead(request: FastifyRequest): void {
  const { method, headers } = request;
  if (method !== 'POST' && method !== 'GET') {
    throw new ClientError(
      405,
      'BAD_REQUEST',
      `${method} is not answered here: send POST, or GET for a query.`,
      {
        headers: { allow: 'GET, POST' },
      },
    );
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ClientError(415, 'BAD_REQUEST', 'Send the body without compression (no Content-Encoding).');
  }
  if (method === 'POST' && !isJson(headers['content-type'])) {
    throw new ClientError(415, 'BAD_REQUEST', 'Send the request as application/json in UTF-8.');
  }
  if (!acceptsAnswer(headers.accept)) {
    throw new ClientError(
      406,
      'BAD_REQUEST',
      'Accept application/json or application/graphql-response+json.',
    );
  }
}

function isJson(contentType: string | undefined): boolean {
  if (contentType === 'application/json') return true;
  const [type = '', ...params] = (contentType ?? '').toLowerCase().split(';');
  return (
    type.trim() === 'application/json' &&
    params.every((param) => !param.trim().startsWith('charset=') || /^charset="?utf-?8"?$/.test(param.trim()))
  );
}

function acceptsAnswer(accept: string | undefined): boolean {
  if (accept === undefined || ANSWERED.has(accept) || accept.trim() === '') return true;
  return accept.split(',').some((part) => {
    const [type = '', ...params] = part.toLowerCase().split(';');
    return ANSWERED.has(type.trim()) && !params.some((param) => /^q=0(\.0*)?$/.test(param.trim()));
  });
}

/** Looked up when asked for: most requests are asked for three or four of theirs. */
class ReadHeaders implements RequestHeaders {
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | undefined {
    const value = this.#headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  *entries(): IterableIterator<[string, string]> {
    for (const name of Object.keys(this.#headers)) {
      const value = this.get(name);
      if (value !== undefined) yield [name, value];
    }
  }
}

/** READ: what GraphQL needs of the request. A header that came twice counts as one, joined by commas. */
export function readRequest(request: FastifyRequest): ReadRequest {
  const query = request.url.indexOf('?');
  return {
    method: request.method,
    headers: new ReadHeaders(request.headers),
    search: query === -1 ? '' : request.url.slice(query),
    body: request.body,
  };
}
