import { differingDefinitions } from '../../../sdl/contract-differences.js';
import { askRunning, type AskOptions } from '../ask-running.js';
import type { PublicationFinding, PublicationInput, RuleResult } from '../publication.js';

const HEAD = {
  rule: 'reachability',
  code: 'REACHABILITY',
  why: 'Gateways call the address from the moment of the release on, and plan by the SDL that is published.',
} as const;

/**
 * The running subgraph answers at its address and serves the SDL that is published. It needs the network, so it does not
 * run with the other rules but beside the process they run in.
 */
export async function reachability(
  { candidate, profile, running }: PublicationInput,
  sign?: AskOptions['sign'],
): Promise<RuleResult> {
  if (running !== 'ask') return skipped('The running subgraph is not asked.');
  const { entry, sdl } = candidate;
  const publicOnly = profile === 'production';
  const served = await askRunning(entry.url, { publicOnly, ...(sign === undefined ? {} : { sign }) });
  switch (served.kind) {
    case 'refused':
      return skipped('It answers only whom it knows; conformance asks it with a key.');
    case 'unreachable': {
      const problem = `${entry.url} cannot be asked: ${served.reason}.`;
      return failed(
        candidate,
        'RUNNING_UNREACHABLE',
        problem,
        'Start it, and open the way from the registry to it.',
      );
    }
    case 'redirects': {
      const problem = `${entry.url} redirects to ${served.to.slice(0, 200)}; gateways never follow.`;
      return failed(candidate, 'RUNNING_REDIRECTS', problem, 'Publish the address that answers.');
    }
    case 'private': {
      const problem = `${entry.url} leads to ${served.address}, inside a network.`;
      return failed(candidate, 'RUNNING_PRIVATE_ADDRESS', problem, 'Let the name lead to a public address.');
    }
    case 'sdl':
      return compare(candidate, sdl, served.sdl);
  }
}

function compare(candidate: PublicationInput['candidate'], published: string, served: string): RuleResult {
  let differences: readonly string[];
  try {
    differences = differingDefinitions(published, served);
  } catch {
    return failed(
      candidate,
      'RUNNING_SDL_BROKEN',
      'What it serves is no SDL.',
      'Let _service { sdl } answer the SDL.',
    );
  }
  if (differences.length === 0) return { ...HEAD, status: 'completed', findings: [], notes: [] };
  const shown = differences.slice(0, 8).join(', ') + (differences.length > 8 ? ', …' : '');
  const problem = `It serves another SDL than is published; these differ: ${shown}.`;
  return failed(
    candidate,
    'RUNNING_SDL_DIFFERS',
    problem,
    'Deploy what you publish first; gateways ask for the new only after the release.',
  );
}

function skipped(skippedBecause: string): RuleResult {
  return { ...HEAD, status: 'skipped', skippedBecause, findings: [], notes: [] };
}

function failed(
  { entry }: PublicationInput['candidate'],
  code: string,
  problem: string,
  fix: string,
): RuleResult {
  const at = { subgraph: entry.name, file: entry.sdl, line: 1, column: 1 };
  const finding: PublicationFinding = { rule: HEAD.rule, code, ...at, problem, why: HEAD.why, fix };
  return { ...HEAD, status: 'failed', findings: [finding], notes: [] };
}
