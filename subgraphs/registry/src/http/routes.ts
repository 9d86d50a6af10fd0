import { FULL_VARIANT } from '@modellregion/schema/release';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RefusedAct, type RefusalCode } from '../acts/refusals.js';
import type { Registry } from '../acts/registry-context.js';
import type { Deliveries, Delivery } from '../releases/deliver.js';
import { takeServingReport } from '../reports/serving.js';
import { takeUsageReport } from '../reports/usage.js';

/** Proxies on the way tend to give connections up that are silent for a minute. */
const LONGEST_WAIT_MS = 30_000;

const STATUS: Partial<Record<RefusalCode, number>> = {
  TOO_LARGE: 413,
  MALFORMED: 400,
  UNKNOWN_KEY: 401,
  BAD_SIGNATURE: 401,
  UNKNOWN_MEMBER: 401,
  NOT_GATEWAY: 403,
  NO_RELEASE: 404,
  UNKNOWN_RELEASE: 404,
  UNKNOWN_VARIANT: 404,
};

interface ReleaseQuery {
  readonly Querystring: { readonly variant?: string };
}

/** `GET /releases/latest`, `GET /releases/<number>`: what gateways fetch. */
export function releaseRoutes(app: FastifyInstance, releases: Deliveries, draining: AbortSignal): void {
  app.get<ReleaseQuery>('/releases/latest', async (request, reply) => {
    const variant = request.query.variant ?? FULL_VARIANT;
    const known = request.headers['if-none-match'] ?? '';
    const deadline = Date.now() + waitOf(request);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const over = AbortSignal.any([draining, gone.signal]);
    let heard = releases.heard();
    let delivery = await orNone(releases.latest(variant));
    while ((delivery === null || isKnown(delivery, known)) && Date.now() < deadline && !over.aborted) {
      await releases.next(heard, deadline - Date.now(), over);
      heard = releases.heard();
      delivery = await orNone(releases.latest(variant));
    }
    delivery ??= await releases.latest(variant);
    return isKnown(delivery, known) ? withTag(reply, delivery).code(304).send() : send(reply, delivery);
  });
  app.get<ReleaseQuery & { readonly Params: { readonly sequence: string } }>(
    '/releases/:sequence',
    async (request, reply) => {
      const { sequence } = request.params;
      if (!/^[1-9]\d{0,8}$/.test(sequence))
        throw new RefusedAct('UNKNOWN_RELEASE', 'A release has a number.');
      return send(reply, await releases.at(Number(sequence), request.query.variant ?? FULL_VARIANT));
    },
  );
}

/** `POST /reports/usage`, `POST /reports/serving`: what gateways tell. */
export function reportRoutes(app: FastifyInstance, registry: Registry): void {
  app.post<{ readonly Body: string }>('/reports/usage', (request) =>
    takeUsageReport(registry, text(request.body)),
  );
  app.post<{ readonly Body: string }>('/reports/serving', async (request, reply) => {
    await takeServingReport(registry, text(request.body));
    return reply.code(204).send();
  });
}

/** Answers a refusal with its code, reason and remedy. */
export function sendRefusal(reply: FastifyReply, { code, message, remedy }: RefusedAct) {
  return reply.code(STATUS[code] ?? 422).send({ code, reason: message, remedy });
}

function send(reply: FastifyReply, delivery: Delivery) {
  return withTag(reply, delivery).type('application/json; charset=utf-8').send(delivery.body);
}

function withTag(reply: FastifyReply, { hash, sequence }: Delivery): FastifyReply {
  return reply
    .header('etag', `"${hash}"`)
    .header('cache-control', 'no-cache')
    .header('modellregion-release', String(sequence));
}

function isKnown({ hash }: Delivery, ifNoneMatch: string): boolean {
  return ifNoneMatch.split(',').some((tag) => tag.trim() === `"${hash}"`);
}

/** RFC 7240: `Prefer: wait=30`, in seconds. */
function waitOf({ headers }: FastifyRequest): number {
  const prefer = headers['prefer'];
  const seconds = /(?:^|[,;\s])wait=(\d{1,5})(?:$|[,;\s])/i.exec(
    typeof prefer === 'string' ? prefer : '',
  )?.[1];
  return Math.min(Number(seconds ?? 0) * 1_000, LONGEST_WAIT_MS);
}

/** Before the first release there is nothing, which is worth waiting for as well. */
async function orNone(latest: Promise<Delivery>): Promise<Delivery | null> {
  try {
    return await latest;
  } catch (error) {
    if (error instanceof RefusedAct && error.code === 'NO_RELEASE') return null;
    throw error;
  }
}

function text(body: unknown): string {
  if (typeof body === 'string') return body;
  throw new RefusedAct('MALFORMED', 'A report is a signed text, sent as application/jose.');
}
