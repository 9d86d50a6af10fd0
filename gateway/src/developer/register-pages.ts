import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { originOf } from '../http/origin.js';
import type { KnownDown } from '../open-data/index.js';
import { schemaReader } from '../supergraph/schema-reader.js';
import type { SubgraphHealth } from '../upstream/health.js';
import { ASSET_PATH, loadAssets, type Assets } from './assets.js';
import type { DeveloperPagesContext } from './context.js';
import { dataView } from './data-view.js';
import { curlLine, firstQuery, firstTab } from './first-query.js';
import { graphiqlPage } from './graphiql-page.js';
import { COMMON_HEADERS, pageHeaders } from './page-headers.js';
import { portalTabs } from './portal-tabs.js';
import { regionPage } from './region-page.js';
import { regionView } from './region-view.js';

/**
 * Adds the pages of the developer profile: `/` (the region), `/region.json`, `/graphiql`, the two SDL files under
 * `/developer/`, and the files they load. They show the whole schema and the state of every partner, so they must
 * never be registered in another profile.
 */
export function registerDeveloperPages(app: FastifyInstance, context: DeveloperPagesContext): void {
  const assets = loadAssets();
  const schemaOf = schemaReader();
  const view = () => regionView(context.registry(), context.health(), new Date());

  app.get('/', async (request, reply) => {
    const curl = curlLine(originOf(request), firstQuery(schemaOf(context.sdl().api)));
    const versions = { gatewayVersion: context.version, nodeVersion: process.version };
    const data = dataView(
      context.registry(),
      await context.dataSources(request, knownDown(context.health())),
    );
    return reply
      .headers(pageHeaders('region'))
      .send(regionPage({ view: view(), data, assets, curl, ...versions }));
  });
  app.get('/region.json', (_request, reply) =>
    reply.headers({ ...COMMON_HEADERS, 'cache-control': 'no-store' }).send(view()),
  );
  app.get('/graphiql', (_request, reply) => {
    if (assets === null) return sendNotBuilt(reply);
    const schema = schemaOf(context.sdl().api);
    const tabs = portalTabs([firstTab(schema), ...context.portalQueries], schema, new Date());
    return reply.headers(pageHeaders('graphiql')).send(graphiqlPage(tabs, assets));
  });
  app.get('/developer/api.graphql', (_request, reply) => sendSdl(reply, 'api.graphql', context.sdl().api));
  app.get('/developer/supergraph.graphql', (_request, reply) =>
    sendSdl(reply, 'supergraph.graphql', context.sdl().supergraph),
  );
  registerAssets(app, assets);
}

function knownDown(health: readonly SubgraphHealth[]): KnownDown {
  const down = health.filter(({ state }) => state === 'down');
  return new Map(down.map(({ name, lastErrorCode }) => [name, lastErrorCode ?? 'SUBGRAPH_UNAVAILABLE']));
}

function registerAssets(app: FastifyInstance, assets: Assets | null): void {
  app.get<{ Params: { name: string } }>(`${ASSET_PATH}:name`, (request, reply) => {
    const asset = assets?.file(request.params.name) ?? null;
    if (asset === null) {
      reply.callNotFound();
      return reply;
    }
    // The name holds the hash of the content, so what a browser has kept is right for ever.
    void reply.headers({
      ...COMMON_HEADERS,
      etag: asset.etag,
      'cache-control': 'public, max-age=31536000, immutable',
    });
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
    return reply.type(asset.contentType).send(createReadStream(asset.location));
  });
}

function sendSdl(reply: FastifyReply, name: string, sdl: string): FastifyReply {
  return reply
    .headers({ ...COMMON_HEADERS, 'cache-control': 'no-store' })
    .header('content-disposition', `attachment; filename="${name}"`)
    .type('application/graphql; charset=utf-8')
    .send(sdl);
}

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .headers(COMMON_HEADERS)
    .type('text/plain; charset=utf-8')
    .send(
      'GraphiQL is not built. Run "npm run build -w @modellregion/gateway", then start the gateway again.\n',
    );
}
