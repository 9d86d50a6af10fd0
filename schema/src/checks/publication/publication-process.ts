// The program of the process that a check runs in; `checkPublication` starts it and hears from it.
import type { PublicationInput, PublicationReport, RuleResult } from './publication.js';
import { runPublicationRules } from './run-publication-rules.js';

/** What this process says. */
export type CheckMessage =
  | { readonly kind: 'started'; readonly rule: string }
  | { readonly kind: 'ended'; readonly result: RuleResult }
  | { readonly kind: 'done'; readonly report: PublicationReport }
  | { readonly kind: 'broken'; readonly message: string };

function say(message: CheckMessage, then?: () => void): void {
  process.send?.(message, undefined, undefined, then);
}

/** The last word: a report can be larger than the pipe, so the channel stays open until it is through. */
function sayLast(message: CheckMessage): void {
  say(message, () => process.disconnect());
}

process.once('message', (input: PublicationInput) => {
  runPublicationRules(input, {
    started: (rule) => say({ kind: 'started', rule }),
    ended: (result) => say({ kind: 'ended', result }),
  })
    .then((report) => sayLast({ kind: 'done', report }))
    .catch((error: unknown) =>
      sayLast({ kind: 'broken', message: error instanceof Error ? error.message : String(error) }),
    );
});
