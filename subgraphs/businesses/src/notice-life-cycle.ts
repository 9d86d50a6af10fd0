import type { TradeNoticeState } from './generated/graphql.js';

/** Days after a notice came in for its receipt to be issued (GewO § 15 (1)). */
export const RECEIPT_DAYS = 3;

/**
 * Which state may follow which. A receipt is issued only of what was checked, and others are told only of what has a
 * receipt (GewAnzV § 3 (5)).
 */
const NEXT: Readonly<Record<TradeNoticeState, readonly TradeNoticeState[]>> = {
  FILED: ['CHECKED', 'INFO_REQUESTED', 'REJECTED'],
  INFO_REQUESTED: ['CHECKED', 'REJECTED'],
  CHECKED: ['INFO_REQUESTED', 'RECEIPT_ISSUED', 'REJECTED'],
  RECEIPT_ISSUED: ['FORWARDED'],
  FORWARDED: ['CLOSED'],
  CLOSED: [],
  REJECTED: [],
};

/** Every state of a notice. */
export const NOTICE_STATES = Object.keys(NEXT) as readonly TradeNoticeState[];

/** Whether a notice may go from one state to another. */
export function mayFollow(from: TradeNoticeState, to: TradeNoticeState): boolean {
  return NEXT[from].includes(to);
}

/** Whether nothing follows a state. */
export function isFinal(state: TradeNoticeState): boolean {
  return NEXT[state].length === 0;
}
