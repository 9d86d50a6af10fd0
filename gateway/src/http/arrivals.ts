import { HEADERS } from '@modellregion/schema';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Arrival } from '../request.js';
import { continueTrace } from '../telemetry/trace-context.js';
import { AbortEvents } from '../upstream/deadline.js';
import { requestIdOf } from './identify.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until somebody asks for it. */
    arrival: Arrival | null;
  }
}

/** What is known of a request. Give the reply the first time, or its signal never fires. */
export type ArrivalOf = (request: FastifyRequest, reply?: FastifyReply) => Arrival;

/**
 * What is known of each request of some routes from its first byte on; the same for all who ask.
 *
 * @param onLeft told of a client that went away; Fastify's `onResponse` hears of answered requests alone
 */
export function createArrivals(onLeft: (arrival: Arrival, reply: FastifyReply) => void): ArrivalOf {
  return (request, reply) => {
    const known = request.arrival;
    if (known !== null) return known;
    const leaving = new AbortEvents();
    const arrival: Arrival = {
      requestId: requestIdOf(request.headers[HEADERS.requestId]),
      trace: continueTrace(single(request.headers[HEADERS.traceparent])),
      signal: leaving,
      notes: { operationName: null, subgraphCalls: 0, usage: null, errorCodes: null },
    };
    request.arrival = arrival;
    // Not `request.signal` of Fastify: that one fires as soon as the body was read (Node 16 and newer).
    reply?.raw.once('close', () => {
      if (reply.raw.writableFinished) return;
      leaving.abort();
      onLeft(arrival, reply);
    });
    return arrival;
  };
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
