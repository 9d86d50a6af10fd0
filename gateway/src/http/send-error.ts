import { errorText, type ErrorCode } from '@modellregion/schema';
import type { FastifyReply } from 'fastify';
import { ClientError } from '../errors/client-error.js';
import { codeOf, reasonOf } from '../errors/fault.js';

/** What Fastify finds wrong before any handler runs, in our words. */
const OF_FASTIFY: Readonly<Record<string, readonly [status: number, text: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'The request body is too large: send at most 1 MB.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'Send the request as application/json in UTF-8.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'The body did not have the length that Content-Length said.'],
  FST_ERR_BAD_URL: [400, 'The address of this request is not a valid URL.'],
};

/** Any fault as the refusal that a caller may read. */
export function asClientError(error: unknown): ClientError {
  if (error instanceof ClientError) return error;
  const known = OF_FASTIFY[codeOf(error) ?? ''];
  if (known !== undefined) return new ClientError(known[0], 'BAD_REQUEST', known[1]);
  return new ClientError(500, 'INTERNAL_SERVER_ERROR', errorText('INTERNAL_SERVER_ERROR'), {
    reason: reasonOf(error),
  });
}

/** The body of every error that is not a GraphQL response itself; same form, so that clients need one reader. */
export function errorBody(message: string, code: ErrorCode, extensions: object = {}): string {
  return JSON.stringify({ errors: [{ message, extensions: { code, ...extensions } }] });
}

export function sendError(reply: FastifyReply, error: ClientError): FastifyReply {
  return reply
    .code(error.status)
    .headers(error.headers)
    .type('application/json; charset=utf-8')
    .send(errorBody(error.message, error.code, error.params));
}
