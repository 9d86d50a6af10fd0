import type { ErrorCode } from '@modellregion/schema';
import type { GraphQLSchema } from 'graphql';
import { asClientError } from '../http/send-error.js';
import type { Ask } from './ask.js';
import { dataSourceFields, readDataSources, type DataSource } from './data-sources.js';

/** The data sets of one subgraph, or why they cannot be told now. */
export type SubgraphSources =
  | { readonly subgraph: string; readonly sources: readonly DataSource[] }
  | { readonly subgraph: string; readonly problem: ErrorCode };

/** Subgraphs that are known to be down, each with the code that says how. */
export type KnownDown = ReadonlyMap<string, ErrorCode>;

/**
 * Asks every subgraph for itself, so that one that is down or slow takes nobody else's with it.
 *
 * @param down is not asked: one that hangs would keep a page waiting every time
 * @param withinMs whoever needs longer is left out with SUBGRAPH_TIMEOUT: somebody waits for a page
 */
export function sourcesOfAll(
  schema: GraphQLSchema,
  ask: Ask,
  down: KnownDown,
  withinMs: number,
): Promise<readonly SubgraphSources[]> {
  return Promise.all(
    dataSourceFields(schema).map(async (field): Promise<SubgraphSources> => {
      const { subgraph } = field;
      const known = down.get(subgraph);
      if (known !== undefined) return { subgraph, problem: known };
      const reading = readDataSources(field, ask).then(
        (sources) => ({ subgraph, sources }),
        (error: unknown) => ({ subgraph, problem: asClientError(error).code }),
      );
      return withTimeout(reading, withinMs, { subgraph, problem: 'SUBGRAPH_TIMEOUT' });
    }),
  );
}

function withTimeout<T>(work: Promise<T>, ms: number, instead: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      resolve(instead);
    }, ms);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}
