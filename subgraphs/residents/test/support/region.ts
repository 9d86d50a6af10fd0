import { anonymousCaller, type CallerClaims } from '@modellregion/schema';
import { fixedClock, syntheticId, type Clock } from '@modellregion/subgraph-kit';
import type { ExecutionResult } from 'graphql';
import { startSubgraph, type SubgraphUnderTest } from '../../../../test/support/subgraph-under-test.js';
import { residents } from '../../src/subgraph.js';

/** Monday, 23 November 2026, 08:00: the day of seeding and the "now" of every test. */
export const CLOCK = fixedClock('2026-11-23T08:00:00+01:00');

/** A seeded subgraph to ask, without HTTP. */
export interface ResidentsUnderTest extends Omit<SubgraphUnderTest, 'ask'> {
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
  const subgraph = await startSubgraph(residents, 'small', CLOCK);
  return {
    ...subgraph,
    ask: ({ query, variables = {}, as = anonymousCaller('test'), clock = CLOCK }) =>
      subgraph.ask(query, { variables, caller: as, now: clock.now().toISOString() }),
  };
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
