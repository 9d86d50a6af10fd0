import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClientError } from '../errors/client-error.js';
import { asClientError } from '../http/send-error.js';
import type { Arrival } from '../request.js';
import { printable, type Logger } from '../telemetry/logger.js';
import type { Ask } from './ask.js';
import { collectFeatures, noFindings, type Feature } from './collect-features.js';
import { featureCollection, type Addresses } from './feature-collection.js';
import type { FeatureList } from './feature-lists.js';
import { isPaging, readListRequest } from './list-arguments.js';
import { PAGE_SIZE } from './list-query.js';
import { KEPT_A_MINUTE } from './public-routes.js';

interface Parts {
  readonly lists: readonly FeatureList[];
  readonly base: string;
  readonly ask: Ask;
  readonly log: Logger;
}

/**
 * Answers `/geojson/<path>`. The first page is there before the head goes out, so that what cannot be had is an HTTP
 * error; the others are read as the client takes them.
 */
export async function sendFeatures(
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
  arrival: Arrival,
  { lists, base, ask, log }: Parts,
): Promise<FastifyReply> {
  const list = lists.find((it) => it.path === path);
  if (list === undefined) {
    throw new ClientError(404, 'BAD_REQUEST', 'There is no such list; GET /geojson names those there are.');
  }
  const search = searchOf(request);
  const wanted = readListRequest(list, search);
  const addresses = addressesOf(list, base, search);
  const findings = noFindings();
  const pages = collectFeatures(list, wanted, ask, findings);
  const begun = await pages.next();
  void reply.headers(KEPT_A_MINUTE).type('application/geo+json');
  // Where a longer answer goes on is known only at its end, after the head: there `links` says it alone.
  if (findings.next !== null && wanted.first <= PAGE_SIZE) {
    void reply.header('link', `<${addresses.next(findings.next)}>; rel="next"; type="application/geo+json"`);
  }
  if (request.method === 'HEAD') return reply.send();
  const all = noticed(goOn(begun, pages), arrival, log);
  return reply.send(Readable.from(featureCollection(list, all, findings, addresses)));
}

async function* goOn(
  begun: IteratorResult<readonly Feature[], void>,
  pages: AsyncGenerator<readonly Feature[], void, void>,
): AsyncGenerator<readonly Feature[], void, void> {
  if (begun.done !== true) yield begun.value;
  yield* pages;
}

/** An answer that is under way cannot become an error any more: it is cut off, and the log says why. */
async function* noticed(
  pages: AsyncIterable<readonly Feature[]>,
  { requestId, notes }: Arrival,
  log: Logger,
): AsyncGenerator<readonly Feature[], void, void> {
  try {
    yield* pages;
  } catch (error) {
    const { code, message } = asClientError(error);
    notes.errorCodes = [code];
    log.warn({ requestId, code, text: printable(message) }, 'collection cut off');
    throw error;
  }
}

function searchOf(request: FastifyRequest): URLSearchParams {
  const start = request.url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : request.url.slice(start));
}

function addressesOf(list: FeatureList, base: string, search: URLSearchParams): Addresses {
  const at = (query: URLSearchParams): string =>
    `${base}/geojson/${list.path}${query.size === 0 ? '' : `?${query.toString()}`}`;
  const after = list.parameters.find((parameter) => isPaging(list, parameter, 'after'))?.name ?? 'after';
  return {
    self: at(search),
    next: (cursor) => {
      const query = new URLSearchParams(search);
      query.set(after, cursor);
      return at(query);
    },
  };
}
