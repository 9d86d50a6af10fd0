import type { ApolloServer, BaseContext } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import {
  anonymousCaller,
  CONTRACT_VERSION,
  errorText,
  tlsServerFactory,
  type CallerClaims,
  type TlsMaterial,
} from '@modellregion/schema';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { DatabaseHealth } from '../database/index.js';
import type { ReceivedCall, Verdict } from './call-verifier.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The exact bytes of the body, which the signature covers. */
    rawBody: Buffer;
    /** Who the gateway says is calling; null until the call is verified. */
    caller: CallerClaims | null;
  }
}

export interface HttpServerParts<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  readonly verify: (call: ReceivedCall) => Promise<Verdict>;
  readonly context: (caller: CallerClaims) => Context;
  readonly database: () => Promise<DatabaseHealth>;
  readonly log: Logger;
  readonly name: string;
  readonly version: string;
  /** Null: plain HTTP. */
  readonly tls: TlsMaterial | null;
}

export interface HttpServer {
  readonly app: FastifyInstance;
  /** Readiness 503 and `Connection: close` for `ms`, then no new connections, then what is under way. */
  readonly drain: (ms: number) => Promise<void>;
}

/** 100 keys of the longest representations are well below; a list of everything is above. */
const BODY_LIMIT = 2 * 1024 * 1024;

/** How long a client may take, in milliseconds. */
export const HTTP_LIMITS = {
  requestTimeout: 10_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 500,
  // Longer than the gateway keeps an idle connection, so that it is never closed under a call.
  keepAliveTimeout: 72_000,
};

/** Fastify in front of Apollo: nothing of GraphQL runs before a call is verified. */
export async function httpServer<Context extends BaseContext>(
  parts: HttpServerParts<Context>,
): Promise<HttpServer> {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: HTTP_LIMITS.requestTimeout,
    ...(parts.tls === null
      ? { http: HTTP_LIMITS }
      : { serverFactory: tlsServerFactory(parts.tls, HTTP_LIMITS) }),
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });
  let draining = false;
  app.decorateRequest('rawBody');
  app.decorateRequest('caller');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body as Buffer;
    try {
      done(null, JSON.parse(request.rawBody.toString('utf8')));
    } catch {
      done(Object.assign(new Error('body is not JSON'), { statusCode: 400 }), undefined);
    }
  });
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) parts.log.error({ err: error }, 'fault of the HTTP server');
    return sendError(reply, status, status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST');
  });
  app.setNotFoundHandler((_request, reply) => sendError(reply, 404, 'BAD_REQUEST'));
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining) void reply.header('connection', 'close');
    done();
  });
  app.get('/livez', () => ({ status: 'live', name: parts.name }));
  app.get('/readyz', async (_request, reply) => {
    const database = await parts.database();
    if (!database.ok) parts.log.warn({ reason: database.reason }, 'database does not answer');
    const status = draining ? 'draining' : database.ok ? 'ready' : 'waiting';
    return reply.code(status === 'ready' ? 200 : 503).send({
      status,
      name: parts.name,
      version: parts.version,
      contract: CONTRACT_VERSION,
      database: database.ok ? 'up' : 'down',
    });
  });
  app.route({
    method: 'POST',
    url: '/graphql',
    preHandler: async (request, reply) => {
      const verdict = await parts.verify(callOf(request));
      if (verdict.ok) {
        request.caller = verdict.caller;
        return;
      }
      parts.log.warn({ reason: verdict.reason, remote: request.ip }, 'call refused');
      await sendError(reply, 401, 'UNAUTHENTICATED');
    },
    handler: fastifyApolloHandler(parts.apollo, {
      context: (request) => Promise.resolve(parts.context(request.caller ?? anonymousCaller('unverified'))),
    }),
  });
  await app.ready();
  return {
    app,
    drain: async (ms) => {
      draining = true;
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      await app.close();
    },
  };
}

function callOf(request: FastifyRequest): ReceivedCall {
  return { method: request.method, url: request.url, headers: request.headers, body: request.rawBody };
}

function sendError(
  reply: FastifyReply,
  status: number,
  code: 'UNAUTHENTICATED' | 'BAD_REQUEST' | 'INTERNAL_SERVER_ERROR',
) {
  const message =
    code === 'UNAUTHENTICATED' ? 'Only signed calls of the gateway are answered here.' : errorText(code);
  return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
}
