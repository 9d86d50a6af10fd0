import { tlsServerFactory, type TlsMaterial } from '@modellregion/schema';
import { fastify, type FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';
import { BODY_LIMIT } from './read-request.js';
import { asClientError, errorBody, sendError } from './send-error.js';
import { ClientError } from '../errors/client-error.js';

/** Longer than the minute after which balancers give an idle connection up, so that they do it first. */
const KEEP_ALIVE_MS = 72_000;

/** The texts for requests that Node cannot read; by the code of its parser. */
const UNREADABLE: Readonly<Record<string, readonly [status: number, reason: string, text: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'Request Timeout',
    'The request did not arrive in time; send it without pauses.',
  ],
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    'The request headers are too large; send at most 16 KB.',
  ],
};

/**
 * The HTTP server with its limits, still without routes.
 *
 * `requestTimeout` alone leaves a client with slow headers connected for longer than it says; together with
 * `headersTimeout` and a check every half second it is told 408 in time (probed).
 *
 * @param clientTimeoutMs longest time for a client to send its headers, and its whole request
 * @param tls certificate and key; null: plain HTTP
 */
export function createServer(
  isDraining: () => boolean,
  clientTimeoutMs: number,
  tls: TlsMaterial | null = null,
): FastifyInstance {
  const limits = {
    requestTimeout: clientTimeoutMs,
    headersTimeout: clientTimeoutMs,
    connectionsCheckingInterval: 500,
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: clientTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    ...(tls === null ? { http: limits } : { serverFactory: tlsServerFactory(tls, limits) }),
    // While draining, requests that are under way or arrive on open connections are still answered.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    clientErrorHandler: (error, socket) => {
      answerUnreadable(error, socket);
    },
    frameworkErrors: (error, _request, reply) => {
      void sendError(reply, asClientError(error));
    },
  });
  app.decorateRequest('arrival', null);
  app.addHook('onSend', (_request, reply, _payload, next) => {
    void reply.header('x-content-type-options', 'nosniff');
    if (isDraining()) void reply.header('connection', 'close');
    next();
  });
  app.setNotFoundHandler((_request, reply) =>
    sendError(
      reply,
      new ClientError(404, 'BAD_REQUEST', 'Nothing is here; GraphQL is answered at /graphql.'),
    ),
  );
  app.setErrorHandler((error, _request, reply) => sendError(reply, asClientError(error)));
  return app;
}

function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, reason, text] = UNREADABLE[error.code ?? ''] ?? [
    400,
    'Bad Request',
    'This is not an HTTP/1.1 request.',
  ];
  const body = errorBody(text, 'BAD_REQUEST');
  socket.end(
    `HTTP/1.1 ${String(status)} ${reason}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${String(Buffer.byteLength(body))}\r\nConnection: close\r\n\r\n${body}`,
  );
}
