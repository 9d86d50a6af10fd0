import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { errorText, tlsServerFactory, type TlsMaterial } from '@modellregion/schema';
import { MAX_STATEMENT_LENGTH, USAGE_LIMITS } from '@modellregion/schema/release';
import { HTTP_LIMITS, type DatabaseHealth } from '@modellregion/subgraph-kit';
import { fastify, type FastifyInstance } from 'fastify';
import { RefusedAct } from '../acts/refusals.js';
import type { Registry } from '../acts/registry-context.js';
import type { RegistryContext } from '../graphql/context.js';
import type { Deliveries } from '../releases/deliver.js';
import { releaseRoutes, reportRoutes, sendRefusal } from './routes.js';

export interface RegistryServerParts {
  readonly registry: Registry;
  readonly apollo: ApolloServer<RegistryContext>;
  readonly releases: Deliveries;
  readonly database: () => Promise<DatabaseHealth>;
  readonly version: string;
  /** Null: plain HTTP. */
  readonly tls: TlsMaterial | null;
}

export interface RegistryServer {
  readonly app: FastifyInstance;
  /** Sends everybody home who waits, readiness 503 for `ms`, then no new connections, then what is under way. */
  readonly drain: (ms: number) => Promise<void>;
}

/** The operation and its variables around a statement. */
const GRAPHQL_EXTRA = 100_000;

/** Fastify in front of Apollo, with the limits of every server of the region. */
export async function registryServer(parts: RegistryServerParts): Promise<RegistryServer> {
  const { registry, tls } = parts;
  const app = fastify({
    logger: false,
    bodyLimit: MAX_STATEMENT_LENGTH + GRAPHQL_EXTRA,
    requestTimeout: HTTP_LIMITS.requestTimeout,
    ...(tls === null ? { http: HTTP_LIMITS } : { serverFactory: tlsServerFactory(tls, HTTP_LIMITS) }),
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });
  const draining = new AbortController();
  for (const type of ['application/jose', 'text/plain']) {
    app.addContentTypeParser(
      type,
      { parseAs: 'string', bodyLimit: USAGE_LIMITS.reportLength },
      (_request, body, done) => done(null, body),
    );
  }
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    if (error instanceof RefusedAct) return sendRefusal(reply, error);
    const status = error.statusCode ?? 500;
    if (status >= 500) registry.log.error({ err: error }, 'fault of the HTTP server');
    const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
    return reply.code(status).send({ errors: [{ message: errorText(code), extensions: { code } }] });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send({ errors: [{ message: errorText('BAD_REQUEST'), extensions: { code: 'BAD_REQUEST' } }] }),
  );
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining.signal.aborted) void reply.header('connection', 'close');
    done();
  });
  probes(app, parts, draining.signal);
  releaseRoutes(app, parts.releases, draining.signal);
  reportRoutes(app, registry);
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: fastifyApolloHandler(parts.apollo, {
      context: (request) =>
        Promise.resolve({ registry, authorization: request.headers.authorization ?? null }),
    }),
  });
  await app.ready();
  return {
    app,
    drain: async (ms) => {
      draining.abort();
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      await app.close();
    },
  };
}

function probes(
  app: FastifyInstance,
  { database, registry, version }: RegistryServerParts,
  draining: AbortSignal,
) {
  const name = 'registry';
  app.get('/livez', () => ({ status: 'live', name }));
  app.get('/readyz', async (_request, reply) => {
    const health = await database();
    if (!health.ok) registry.log.warn({ reason: health.reason }, 'database does not answer');
    const status = draining.aborted ? 'draining' : health.ok ? 'ready' : 'waiting';
    const state = { status, name, version, region: registry.region, database: health.ok ? 'up' : 'down' };
    return reply.code(status === 'ready' ? 200 : 503).send(state);
  });
}
