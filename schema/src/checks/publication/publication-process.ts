// The program of the process that a check runs in; `checkPublication` starts it and hears from it.
import type { PublicationInput, PublicationReport, RuleResult } from './publication.js';
import { runPublicationRules } from './run-publication-rules.js';

/** What this process says. */
export type CheckMessage =
  | { readonly kind: 'started'; readonly rule: string }
  | { readonly kind: 'ended'; readonly result: RuleResult }
  | { readonly kind: 'done'; readonly report: PublicationReport }
  | { readonly kind: 'broken'; readonly message: string };

/** Resolves when it is written: a channel that is closed before takes what was said last along. */
function say(message: CheckMessage): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, () => resolve());
  });
}

process.once('message', (input: PublicationInput) => {
  runPublicationRules(input, {
    started: (rule) => void say({ kind: 'started', rule }),
    ended: (result) => void say({ kind: 'ended', result }),
  })
    .then((report) => say({ kind: 'done', report }))
    .catch((error: unknown) =>
      say({ kind: 'broken', message: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.disconnect());
});
