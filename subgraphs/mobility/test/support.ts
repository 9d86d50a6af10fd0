import type { CallerClaims } from '@modellregion/schema';
import { startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';
import { mobility } from '../src/index.js';

export { NOW } from '../../../test/support/subgraph-under-test.js';
export type TestMobility = SubgraphUnderTest;

/** An official who may read everything mobility guards. */
export const REGISTRAR: Partial<CallerClaims> = {
  kind: 'official',
  subject: 'staff-1',
  trust: 'HIGH',
  scopes: ['vehicles:read'],
  purpose: 'VEHICLE_REGISTRATION',
};

/** @param profile null leaves the tables empty, for tests that bring their own rows */
export const startMobility = (profile: 'small' | 'demo' | null): Promise<TestMobility> =>
  startSubgraph(mobility, profile);
