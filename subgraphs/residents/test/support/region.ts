import { anonymousCaller, type CallerClaims } from '@modellregion/schema';
import { fixedClock, syntheticId, type Clock, type RequestFacts } from '@modellregion/subgraph-kit';
import { graphql, type ExecutionResult } from 'graphql';
import { startDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { PrismaClient } from '../../src/generated/prisma/client.js';
import { residentsServices } from '../../src/services.js';
import { residents } from '../../src/subgraph.js';

/** Monday, 23 November 2026, 08:00: the day of seeding and the "now" of every test. */
export const CLOCK = fixedClock('2026-11-23T08:00:00+01:00');

/** A seeded subgraph to ask, without HTTP. */
export interface ResidentsUnderTest extends TestDatabase {
  /** Runs an operation as the gateway would send it; a fresh context each time. */
  ask(question: Question): Promise<ExecutionResult>;
}

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly as?: CallerClaims;
  readonly clock?: Clock;
}

export async function startResidents(): Promise<ResidentsUnderTest> {
  const database = await startDatabase(residents, 'small', CLOCK);
  const db = residents.connect({
    url: database.url,
    poolMax: 4,
    statementTimeoutMs: 2_500,
    applicationName: 'test',
  });
  return {
    ...database,
    ask: (question) => ask(db, question),
    stop: async () => {
      await residents.disconnect(db);
      await database.stop();
    },
  };
}

async function ask(db: PrismaClient, question: Question): Promise<ExecutionResult> {
  const { query, variables = {}, as = anonymousCaller('test'), clock = CLOCK } = question;
  // No resolver of this subgraph logs: one that begins to would fail here.
  const request = { caller: as, requestId: 'test', clock, log: null } as unknown as RequestFacts;
  return graphql({
    schema: residents.schema,
    source: query,
    variableValues: variables,
    contextValue: { ...request, services: residentsServices(db, request) },
  });
}

/** A resident in their own affairs. */
export function citizen(subject: string): CallerClaims {
  return { ...anonymousCaller('test'), kind: 'citizen', subject, trust: 'HIGH', purpose: 'SELF_SERVICE' };
}

/** Somebody in office with these scopes. */
export function official(purpose: string, ...scopes: readonly string[]): CallerClaims {
  return { ...anonymousCaller('test'), kind: 'official', subject: 'staff-1', trust: 'HIGH', purpose, scopes };
}

/** An id of the right form that nobody has. */
export function unknownId(kind: string): string {
  return syntheticId(kind, 999_999_999);
}
