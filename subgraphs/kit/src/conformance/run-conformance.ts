import type { ConformanceOptions } from './options.js';
import type { Rule, RuleResult } from './rule.js';
import { calls } from './rules/calls.js';
import { drain } from './rules/drain.js';
import { entities } from './rules/entities.js';
import { errors } from './rules/errors.js';
import { health } from './rules/health.js';
import { limits } from './rules/limits.js';
import { servedSdl } from './rules/served-sdl.js';
import { startProgram } from './started-program.js';
import { targetOf } from './target.js';

/** What a subgraph was found to keep. */
export interface ConformanceReport {
  readonly subgraph: string;
  readonly url: string;
  readonly conforms: boolean;
  readonly results: readonly RuleResult[];
}

/** Puts every demand to a running subgraph, one after the other; the order is from what all rest on to what ends it. */
export async function runConformance(
  options: Pick<
    ConformanceOptions,
    'url' | 'name' | 'contract' | 'keys' | 'callsBy' | 'samples' | 'command'
  > & {
    /** Beside our own environment, for the command. */
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<ConformanceReport> {
  const { url, name, contract, samples, command } = options;
  const program = command.length === 0 ? null : await startProgram(command, url, options.env);
  const target = targetOf(url, options.keys, options.callsBy);
  const rules: readonly Rule[] = [health, calls, servedSdl, entities, errors, limits, drain(program)];
  const results: RuleResult[] = [];
  try {
    for (const rule of rules) results.push(...(await outcomeOf(rule, { target, contract, samples })));
  } finally {
    program?.kill();
  }
  const conforms = results.every(({ status }) => status !== 'failed');
  return { subgraph: name, url: url.href, conforms, results };
}

/** A demand during which the connection breaks is not met. */
async function outcomeOf(rule: Rule, subject: Parameters<Rule['run']>[0]): Promise<readonly RuleResult[]> {
  try {
    return await rule.run(subject);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    const why = `no answer (${error instanceof Error ? error.message : String(error)}${cause})`;
    const remedy = `see that the subgraph listens at ${subject.target.url.origin}, and look into its log`;
    return [{ rule: rule.name, what: 'answers at all', status: 'failed', why, remedy }];
  }
}
