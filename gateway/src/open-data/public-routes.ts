import { HEADERS } from '@modellregion/schema';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ClientError } from '../errors/client-error.js';
import { createArrivals } from '../http/arrivals.js';
import { asClientError, errorBody } from '../http/send-error.js';
import type { Arrival } from '../request.js';
import { printable, type Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { CLIENT_LEFT, recordRequest } from '../telemetry/request-log.js';
import { AnswerRefused } from './ask.js';

/** Every method is routed, so that a wrong one reads 405 and what to do instead of 404. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Maps of portals run on other origins than this gateway. These answers are for everybody and know no cookie. */
const FOR_ALL_ORIGINS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': `Link, ${HEADERS.requestId}`,
};

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': '*',
  'access-control-max-age': '86400',
};

/** Long enough that a map that is looked at by many is asked for once, short enough that nobody waits for news. */
export const KEPT_A_MINUTE = { 'cache-control': 'public, max-age=60' };

/** Answers a GET; to a HEAD the server sends no body. */
export type PublicHandler = (
  request: FastifyRequest,
  reply: FastifyReply,
  arrival: Arrival,
) => Promise<FastifyReply>;

/** Adds public routes: their headers, their refusals in the form of all others, and one log line a request. */
export function publicRoutes(
  app: FastifyInstance,
  records: { readonly log: Logger; readonly metrics: Metrics },
  routes: (add: (url: string, handler: PublicHandler) => void) => void,
): void {
  const { log } = records;
  const arrivalOf = createArrivals((arrival, reply) => {
    recordRequest(records, arrival, reply.request.headers, CLIENT_LEFT, reply.elapsedTime);
  });
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => {
      parsed(null);
    });
    scope.addHook('onRequest', (request, reply, next) => {
      void reply.headers({
        [HEADERS.requestId]: arrivalOf(request, reply).requestId,
        'cache-control': 'no-store',
        ...FOR_ALL_ORIGINS,
      });
      next();
    });
    scope.setErrorHandler((error, request, reply) => {
      const { requestId, notes } = arrivalOf(request);
      const refusal = asClientError(error);
      notes.errorCodes = [refusal.code];
      if (refusal.reason !== null) {
        log.error({ requestId, code: refusal.code, reason: printable(refusal.reason) }, 'request refused');
      }
      const facts = refusal instanceof AnswerRefused ? refusal.extensions : refusal.params;
      return reply
        .code(refusal.status)
        .headers({ ...refusal.headers, 'cache-control': 'no-store' })
        .type('application/json; charset=utf-8')
        .send(errorBody(refusal.message, refusal.code, facts));
    });
    scope.addHook('onResponse', (request, reply, next) => {
      recordRequest(records, arrivalOf(request), request.headers, reply.statusCode, reply.elapsedTime);
      next();
    });
    routes((url, handler) => {
      scope.route({
        method: METHODS,
        url,
        handler: (request, reply) => {
          if (request.method === 'OPTIONS') return reply.code(204).headers(PREFLIGHT).send();
          if (request.method !== 'GET' && request.method !== 'HEAD') throw wrongMethod(request.method);
          return handler(request, reply, arrivalOf(request));
        },
      });
    });
    done();
  });
}

function wrongMethod(method: string): ClientError {
  return new ClientError(405, 'BAD_REQUEST', `${method} is not answered here: send GET.`, {
    headers: { allow: 'GET, HEAD, OPTIONS' },
  });
}
