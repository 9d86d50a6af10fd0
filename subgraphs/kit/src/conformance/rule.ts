import type { Target } from './target.js';
import type { PublishedContract } from './published-contract.js';

/** What became of one demand. */
export interface RuleResult {
  /** Which demand, such as `entities`. */
  readonly rule: string;
  /** What exactly was looked at, in a few words. */
  readonly what: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Of a failed one what was seen; of a skipped one why; of a passed one a remark, if any. */
  readonly why?: string;
  /** What to do about a failed one. */
  readonly remedy?: string;
}

/** What a demand looks at. */
export interface Subject {
  readonly target: Target;
  readonly contract: PublishedContract;
  /** Known keys by entity type, which somebody wrote down. */
  readonly samples: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** One demand on a running subgraph: one file, asked one after the other in a fixed order. */
export interface Rule {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<readonly RuleResult[]>;
}

/** A result by whether something holds. */
export function verdict(
  rule: string,
  what: string,
  holds: boolean,
  otherwise: { readonly why: string; readonly remedy: string },
  remark?: string,
): RuleResult {
  if (!holds) return { rule, what, status: 'failed', ...otherwise };
  return { rule, what, status: 'passed', ...(remark === undefined ? {} : { why: remark }) };
}
