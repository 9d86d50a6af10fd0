import type { CheckOutcome } from './outcome.js';

/** The outcome for other programs. */
export function renderJson(outcome: CheckOutcome): string {
  const status = outcome.findings.length === 0 ? 'accepted' : 'refused';
  return `${JSON.stringify({ status, ...outcome }, null, 2)}\n`;
}
