import type { Outcome } from '../acts/outcome.js';
import type { RefusedAct } from '../acts/refusals.js';

/** What an answer to a statement is made of. */
export type AnsweredOutcome = Outcome | { readonly status: 'refused'; readonly refusal: RefusedAct };
