import { z } from 'zod';
import type { Explanation } from './explanation.js';

const indexes = z.array(z.int());
const names = z.array(z.string());

const part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('root'), path: z.string() }),
  z.object({ kind: z.literal('entities'), paths: names, keys: names, fromContext: names }),
]);

const call = z.object({
  startMs: z.number(),
  durationMs: z.number(),
  entities: z.int(),
  objects: z.int(),
  shared: z.boolean(),
  retried: z.boolean(),
  outcome: z.enum(['OK', 'ERRORS', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_INVALID_RESPONSE']),
  errors: z.int(),
});

/** An explanation that came from a gateway. */
export const explanationShape: z.ZodType<Explanation> = z.object({
  operationName: z.string().nullable(),
  plan: z.object({
    cached: z.boolean(),
    planningMs: z.number().nullable(),
    conditions: z.record(z.string(), z.boolean()),
    labels: names,
    stages: z.array(indexes),
    text: z.string(),
  }),
  requests: z.array(
    z.object({
      subgraph: z.string(),
      kind: z.enum(['query', 'mutation']),
      after: indexes,
      parts: z.array(part),
      query: z.string(),
      variables: names,
      calls: z.array(call).nullable(),
    }),
  ),
  durationMs: z.number().nullable(),
});
