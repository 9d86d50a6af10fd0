import type { RegistryEntry } from '@modellregion/schema';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphqlRunner } from '../request.js';
import type { CatalogConfig } from '../config.js';
import { ClientError } from '../errors/client-error.js';
import { createArrivals } from '../http/arrivals.js';
import { originOf } from '../http/origin.js';
import { schemaReader } from '../supergraph/schema-reader.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { AnswerRefused, createAsk } from './ask.js';
import { catalogTurtle } from './catalog.js';
import { readCatalogFacts, type CatalogFacts } from './catalog-facts.js';
import { featureLists, type FeatureList } from './feature-lists.js';
import { sendFeatures } from './geojson-route.js';
import { listIndex } from './list-index.js';
import { readPublicParts } from './public-parts.js';
import { KEPT_A_MINUTE, publicRoutes } from './public-routes.js';
import { sourcesOfAll, type KnownDown, type SubgraphSources } from './sources-of-all.js';

interface Parts {
  readonly runner: GraphqlRunner;
  readonly supergraphSdl: () => string;
  readonly registry: () => readonly RegistryEntry[];
  /** False in profile `open`: no claims are sent. */
  readonly identified: boolean;
  /** Address under which the public reaches this gateway; null: the one that a request came by. */
  readonly publicUrl: URL | null;
  readonly catalog: CatalogConfig;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** What other pages of the gateway take from here. */
export interface OpenData {
  /** The data sets of all subgraphs, of those that tell in time. */
  readonly dataSources: (request: FastifyRequest, down: KnownDown) => Promise<readonly SubgraphSources[]>;
}

/**
 * Longest wait for the data sets of a page, in milliseconds. The first query after a start is planned first, which
 * takes its time on a busy machine; what hangs for longer is known to be down by then.
 */
const SOURCES_WITHIN_MS = 4_000;

/**
 * Adds `/geojson`, `/geojson/<path>` and `/catalog.ttl`: the region's open data in the forms of maps and data portals,
 * for everybody.
 */
export function registerOpenData(app: FastifyInstance, parts: Parts): OpenData {
  const { runner, log } = parts;
  const askFor = createAsk(runner, parts.identified);
  const schemaOf = schemaReader();
  const schema = (): ReturnType<typeof schemaOf> => schemaOf(runner.apiSdl());
  const lists = listsReader(schema, parts.supergraphSdl);
  const base = (request: FastifyRequest): string =>
    parts.publicUrl === null ? originOf(request) : parts.publicUrl.href.replace(/\/$/, '');

  publicRoutes(app, parts, (add) => {
    add('/geojson', async (request, reply) =>
      reply.headers(KEPT_A_MINUTE).send(listIndex(lists(), base(request))),
    );
    add('/geojson/*', async (request, reply, arrival) => {
      const path = (request.params as { readonly '*': string })['*'];
      const ask = askFor(arrival);
      return sendFeatures(path, request, reply, arrival, { lists: lists(), base: base(request), ask, log });
    });
    add('/catalog.ttl', async (request, reply, arrival) => {
      const facts = await factsOrLater(
        readCatalogFacts({
          schema: schema(),
          lists: lists(),
          registry: parts.registry(),
          ask: askFor(arrival),
        }),
      );
      const turtle = await catalogTurtle(facts, base(request), parts.catalog);
      return reply.headers(KEPT_A_MINUTE).type('text/turtle; charset=utf-8').send(turtle);
    });
  });
  const arrivalOf = createArrivals(() => undefined);
  return {
    dataSources: (request, down) =>
      sourcesOfAll(schema(), askFor(arrivalOf(request)), down, SOURCES_WITHIN_MS),
  };
}

/**
 * Whatever keeps a subgraph from telling, a harvester reads 503: come again, and delete nothing. A catalogue without a
 * data set is none either (dcat:dataset is mandatory), and a portal would take it for the end of all of them.
 */
async function factsOrLater(reading: Promise<CatalogFacts>): Promise<CatalogFacts> {
  const facts = await reading.catch((error: unknown) => {
    if (!(error instanceof ClientError)) throw error;
    const extensions = error instanceof AnswerRefused ? error.extensions : { code: error.code };
    throw new AnswerRefused(
      { message: error.message, extensions },
      { status: 503, headers: { 'retry-after': '60' } },
    );
  });
  if (facts.dataSets.length > 0) return facts;
  throw new ClientError(
    404,
    'BAD_REQUEST',
    'This region has no open data to offer: all its records are made up.',
  );
}

/** Works the lists out once for each schema. */
function listsReader(
  schema: () => Parameters<typeof featureLists>[0],
  supergraphSdl: () => string,
): () => readonly FeatureList[] {
  let last: { readonly of: unknown; readonly sdl: string; readonly lists: readonly FeatureList[] } | null =
    null;
  return () => {
    const [of, sdl] = [schema(), supergraphSdl()];
    if (last?.of !== of || last.sdl !== sdl)
      last = { of, sdl, lists: featureLists(of, readPublicParts(sdl)) };
    return last.lists;
  };
}
