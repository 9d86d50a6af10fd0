import type { CallerClaims } from '@modellregion/schema';
import { startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';
import { energy } from '../src/index.js';

export { NOW } from '../../../test/support/subgraph-under-test.js';
export type TestEnergy = SubgraphUnderTest;

/** @param profile null leaves the tables empty, for tests that bring their own rows */
export const startEnergy = (profile: 'small' | 'demo' | null): Promise<TestEnergy> =>
  startSubgraph(energy, profile);

/** An official who may read everything energy guards. */
export const OFFICER: Partial<CallerClaims> = {
  kind: 'official',
  subject: 'staff-1',
  trust: 'HIGH',
  scopes: ['energy:read', 'energy:units', 'energy:readings'],
  purpose: 'ENERGY_BILLING',
};

/** A citizen who signed in with the online ID card and reads their own data. */
export function citizen(subject: string): Partial<CallerClaims> {
  return { kind: 'citizen', subject, trust: 'SUBSTANTIAL', purpose: 'SELF_SERVICE' };
}

/** The first row of a statement. */
export async function rowOf<Row extends object>(
  { client }: Pick<TestEnergy, 'client'>,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row> {
  const { rows } = await client.query<Row>(sql, [...parameters]);
  if (rows[0] === undefined) throw new Error(`no row: ${sql}`);
  return rows[0];
}
