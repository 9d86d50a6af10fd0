import { HEADERS } from '@modellregion/schema';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from '../auth/authenticate.js';
import { reasonOf } from '../errors/fault.js';
import type { GraphqlRunner } from '../request.js';
import { CLIENT_LEFT, recordRequest } from '../telemetry/request-log.js';
import { printable, type Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { UsageCounter } from '../usage/usage-counter.js';
import { createArrivals } from './arrivals.js';
import { identify } from './identify.js';
import { checkHead, parseBody, readRequest } from './read-request.js';
import { asClientError, sendError } from './send-error.js';

interface Stages {
  readonly authenticate: Authenticate | null;
  readonly runner: GraphqlRunner;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly usage: UsageCounter | null;
}

/** Every method is routed here, so that a wrong one reads 405 and what to do instead of 404. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Smaller answers are sent in one piece with their headers, which Node does for strings. */
const SMALL_BYTES = 4_096;

const inOnePiece = (body: string | Buffer): string | Buffer =>
  typeof body !== 'string' && body.length < SMALL_BYTES ? body.toString() : body;

/**
 * The outer road of a request: read → identify → run → respond, then one log line. A fault in any stage goes
 * straight to {@link sendError}.
 */
export function registerGraphqlRoute(
  app: FastifyInstance,
  { authenticate, runner, log, metrics, usage }: Stages,
): void {
  const records = { log, metrics, usage };
  const arrivalOf = createArrivals((arrival, reply) => {
    recordRequest(records, arrival, reply.request.headers, CLIENT_LEFT, reply.elapsedTime);
  });
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, parsed) => {
      try {
        parsed(null, parseBody(body as Buffer));
      } catch (error) {
        parsed(asClientError(error));
      }
    });
    scope.addHook('onRequest', (request, reply, next) => {
      void reply.headers({
        [HEADERS.requestId]: arrivalOf(request, reply).requestId,
        'cache-control': 'no-store',
      });
      checkHead(request);
      next();
    });
    scope.setErrorHandler((error, request, reply) => {
      const { requestId, notes } = arrivalOf(request);
      const refusal = asClientError(error);
      notes.errorCodes = [refusal.code];
      if (refusal.reason !== null) {
        const level = refusal.status >= 500 ? 'error' : 'warn';
        log[level]({ requestId, code: refusal.code, reason: printable(refusal.reason) }, 'request refused');
      }
      return sendError(reply, refusal);
    });
    scope.addHook('onResponse', (request, reply, next) => {
      recordRequest(records, arrivalOf(request), request.headers, reply.statusCode, reply.elapsedTime);
      next();
    });
    scope.route({
      method: METHODS,
      url: '/graphql',
      handler: (request: FastifyRequest, reply: FastifyReply) => {
        const read = readRequest(request);
        const scope = identify(read, arrivalOf(request), authenticate);
        const replied =
          scope instanceof Promise ? scope.then((it) => runner.run(read, it)) : runner.run(read, scope);
        replied
          .then(({ status, headers, body }) => {
            for (const [name, value] of headers) void reply.header(name, value);
            void reply.code(status).send(inOnePiece(body));
          })
          .catch((fault: unknown) => {
            // What is no error would be sent as an answer.
            void reply.send(fault instanceof Error ? fault : new Error(reasonOf(fault)));
          });
      },
    });
    done();
  });
}
