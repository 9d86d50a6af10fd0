import { anonymousCaller, type CallerClaims } from '@modellregion/schema';
import { fixedClock } from '@modellregion/subgraph-kit';
import { graphql, type ExecutionResult } from 'graphql';
import { startDatabase, type TestDatabase } from '../../../test/support/database.js';
import { mobility } from '../src/index.js';

/** Mobility on a database of its own, asked without HTTP. */
export interface TestMobility extends TestDatabase {
  ask(source: string, options?: AskOptions): Promise<ExecutionResult>;
  /** The same when only the data matters; throws the first error. */
  data(source: string, options?: AskOptions): Promise<Readonly<Record<string, unknown>>>;
  /** Asks `_entities` for some fields of entities of one type. */
  entities(type: string, keys: readonly object[], fields: string, options?: AskOptions): Promise<unknown>;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly caller?: Partial<CallerClaims>;
  /** Default {@link NOW}. */
  readonly now?: string;
}

/** Monday, 30 November 2026, noon in Berlin: the time of the seed and of every question that names no other. */
export const NOW = '2026-11-30T12:00:00+01:00';

/** An official who may read everything mobility guards. */
export const REGISTRAR: Partial<CallerClaims> = {
  kind: 'official',
  subject: 'staff-1',
  trust: 'HIGH',
  scopes: ['vehicles:read'],
  purpose: 'VEHICLE_REGISTRATION',
};

/** @param profile null leaves the tables empty, for tests that bring their own rows */
export async function startMobility(profile: 'small' | 'demo' | null): Promise<TestMobility> {
  const database = await startDatabase(mobility, profile, fixedClock(NOW));
  const db = mobility.connect({
    url: database.url,
    poolMax: 4,
    statementTimeoutMs: 20_000,
    applicationName: 'mobility test',
  });
  const ask: TestMobility['ask'] = async (source, { variables, caller, now = NOW } = {}) => {
    const facts = {
      caller: { ...anonymousCaller('test'), ...caller },
      requestId: 'test',
      clock: fixedClock(now),
      log: undefined as never,
    };
    const contextValue = { ...facts, services: mobility.services(db, facts) };
    return graphql({ schema: mobility.schema, source, variableValues: { ...variables }, contextValue });
  };
  const data: TestMobility['data'] = async (source, options) => {
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
      return (await data(source, { ...options, variables: { of: representations } }))['_entities'];
    },
    stop: async () => {
      await mobility.disconnect(db);
      await database.stop();
    },
  };
}
