import { syntheticId } from './ids.js';

/**
 * The application before the first one of each kind that several subgraphs know. Residents numbers its own from 1;
 * the gaps are wider than the region has people.
 */
const BEFORE = { solar: 1_000_000, trade: 2_000_000, vehicle: 3_000_000 } as const;

/** Number and `ServiceApplication.id` of an application that residents has and another subgraph refers to. */
export interface ApplicationNumber {
  readonly applicationNumber: number;
  readonly applicationId: string;
}

/** @param n from 1 within the kind */
export function applicationNumber(kind: keyof typeof BEFORE, n: number): ApplicationNumber {
  const number = BEFORE[kind] + n;
  return { applicationNumber: number, applicationId: syntheticId('application', number) };
}
