import { anonymousCaller, type CallerClaims } from '@modellregion/schema';
import { graphql, type ExecutionResult } from 'graphql';
import { fixedClock, type Clock } from '../clock.js';
import type { SeedProfile, Subgraph } from '../define-subgraph.js';
import { startDatabase, type TestDatabase } from './database.js';

/** A subgraph on a database of its own, asked without HTTP. */
export interface SubgraphUnderTest extends TestDatabase {
  ask(source: string, options?: AskOptions): Promise<ExecutionResult>;
  /** The same when only the data matters; throws the first error. */
  data(source: string, options?: AskOptions): Promise<Readonly<Record<string, unknown>>>;
  /** Asks `_entities` for some fields of entities of one type. */
  entities(
    type: string,
    keys: readonly object[],
    fields: string,
    options?: AskOptions,
  ): Promise<readonly unknown[]>;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What differs from somebody who is not signed in. */
  readonly caller?: Partial<CallerClaims>;
  /** Default {@link NOW}. */
  readonly now?: string;
}

/** Monday, 30 November 2026, noon in Berlin: the time of the seed and of every question that names no other. */
export const NOW = '2026-11-30T12:00:00+01:00';

/**
 * Starts a cluster with the tables of a subgraph, fills them, and asks its schema as the kit serves it.
 *
 * @param profile null leaves the tables empty, for tests that bring their own rows
 */
export async function startSubgraph<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  profile: SeedProfile | null,
  clock: Clock = fixedClock(NOW),
): Promise<SubgraphUnderTest> {
  const database = await startDatabase(subgraph, profile, clock);
  const db = subgraph.connect({
    url: database.url,
    poolMax: 4,
    statementTimeoutMs: 20_000,
    applicationName: `${subgraph.name} test`,
  });
  const ask: SubgraphUnderTest['ask'] = async (source, { variables, caller, now = NOW } = {}) => {
    const facts = {
      caller: { ...anonymousCaller('test'), ...caller },
      requestId: 'test',
      clock: fixedClock(now),
      log: undefined as never,
    };
    const contextValue = { ...facts, services: subgraph.services(db, facts) };
    return graphql({ schema: subgraph.schema, source, variableValues: { ...variables }, contextValue });
  };
  const data: SubgraphUnderTest['data'] = async (source, options) => {
    const answer = await ask(source, options);
    if (answer.errors !== undefined)
      throw answer.errors[0]?.originalError ?? answer.errors[0] ?? new Error('no data');
    return answer.data ?? {};
  };
  return {
    ...database,
    ask,
    data,
    entities: async (type, keys, fields, options) => {
      const representations = keys.map((key) => ({ __typename: type, ...key }));
      const source = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${fields} } } }`;
      const answer = await data(source, { ...options, variables: { of: representations } });
      return answer['_entities'] as readonly unknown[];
    },
    stop: async () => {
      await subgraph.disconnect(db);
      await database.stop();
    },
  };
}
