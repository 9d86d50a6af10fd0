import { HEADERS } from '@modellregion/schema';
import type { FastifyRequest } from 'fastify';
import type { Arrival } from '../request.js';
import { continueTrace } from '../telemetry/trace-context.js';
import { requestIdOf } from './identify.js';

/** What is known of each request of some routes from its first byte on; the same for all who ask. */
export function createArrivals(): (request: FastifyRequest) => Arrival {
  const arrivals = new WeakMap<FastifyRequest, Arrival>();
  return (request) => {
    const known = arrivals.get(request);
    if (known !== undefined) return known;
    const arrival: Arrival = {
      requestId: requestIdOf(request.headers[HEADERS.requestId]),
      trace: continueTrace(single(request.headers[HEADERS.traceparent])),
      notes: { operationName: null, subgraphCalls: 0, errorCodes: null },
    };
    arrivals.set(request, arrival);
    return arrival;
  };
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
