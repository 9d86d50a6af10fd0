import type { ApplicationState } from './generated/graphql.js';

/**
 * Which state may follow which. One table for every service; a service leaves out what it does not need, as
 * production or payment.
 *
 * An identity card must pass AWAITING_APPOINTMENT before IN_REVIEW: the applicant appears in person (PAuswG § 9 (1)).
 */
const NEXT: Readonly<Record<ApplicationState, readonly ApplicationState[]>> = {
  DRAFT: ['SUBMITTED', 'WITHDRAWN', 'EXPIRED'],
  SUBMITTED: ['RECEIVED', 'WITHDRAWN'],
  RECEIVED: ['AWAITING_PAYMENT', 'AWAITING_APPOINTMENT', 'IN_REVIEW', 'WITHDRAWN'],
  AWAITING_PAYMENT: ['AWAITING_APPOINTMENT', 'IN_REVIEW', 'WITHDRAWN', 'EXPIRED'],
  AWAITING_APPOINTMENT: ['IN_REVIEW', 'WITHDRAWN', 'EXPIRED'],
  IN_REVIEW: ['INFO_REQUESTED', 'DECIDED', 'REJECTED', 'WITHDRAWN'],
  INFO_REQUESTED: ['IN_REVIEW', 'WITHDRAWN', 'EXPIRED'],
  DECIDED: ['IN_PRODUCTION', 'COMPLETED'],
  IN_PRODUCTION: ['READY_FOR_PICKUP', 'SHIPPED'],
  READY_FOR_PICKUP: ['COMPLETED', 'EXPIRED'],
  SHIPPED: ['COMPLETED'],
  COMPLETED: [],
  REJECTED: [],
  WITHDRAWN: [],
  EXPIRED: [],
};

/** Every state, in the order of the life cycle. */
export const APPLICATION_STATES = Object.keys(NEXT) as readonly ApplicationState[];

/** Whether an application may go from one state to another. */
export function mayFollow(from: ApplicationState, to: ApplicationState): boolean {
  return NEXT[from].includes(to);
}

/** Whether nothing follows a state. */
export function isFinal(state: ApplicationState): boolean {
  return NEXT[state].length === 0;
}
