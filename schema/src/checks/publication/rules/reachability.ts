import { differingDefinitions } from '../../../sdl/contract-differences.js';
import { SERVED_SDL_BODY } from '../../../contract/index.js';
import { askRunning, type Served } from '../ask-running.js';
import type { PublicationFinding, PublicationInput, RuleResult } from '../publication.js';
import { addressOf, askOptions, registrySigners, type RegistryCaller } from '../registry-calls.js';

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
  input: PublicationInput,
  caller: RegistryCaller = { callKeys: [] },
): Promise<RuleResult> {
  const { candidate, running } = input;
  if (running !== 'ask') return skipped('The running subgraph is not asked.');
  const url = addressOf(input, caller);
  const signers = registrySigners(input, caller);
  const served = await ask(input, caller, url, signers);
  switch (served.kind) {
    case 'refused':
      return signers.length === 0 ? skipped(unknownTo(caller)) : refusing(candidate, url);
    case 'unreachable': {
      const problem = `${url} cannot be asked: ${served.reason}.`;
      return failed(
        candidate,
        'RUNNING_UNREACHABLE',
        problem,
        'Start it, and open the way from the registry to it.',
      );
    }
    case 'redirects': {
      const problem = `${url} redirects to ${served.to.slice(0, 200)}; gateways never follow.`;
      return failed(candidate, 'RUNNING_REDIRECTS', problem, 'Publish the address that answers.');
    }
    case 'private': {
      const problem = `${url} leads to ${served.address}, inside a network.`;
      const fix = 'Let the name lead to a public address, or ask the steward to allow this host.';
      return failed(candidate, 'RUNNING_PRIVATE_ADDRESS', problem, fix);
    }
    case 'sdl':
      return compare(candidate, candidate.sdl, served.sdl);
  }
}

/** With each key of the registry until one is known there; unsigned when there is none to sign with. */
async function ask(
  input: PublicationInput,
  caller: RegistryCaller,
  url: string,
  signers: ReturnType<typeof registrySigners>,
): Promise<Served> {
  const options = askOptions(input, caller, url);
  let served: Served = { kind: 'refused' };
  for (const sign of signers) {
    served = await askRunning(url, sign(SERVED_SDL_BODY), options);
    if (served.kind !== 'refused') break;
  }
  return signers.length === 0 ? askRunning(url, {}, options) : served;
}

function unknownTo({ callKeys }: RegistryCaller): string {
  return callKeys.length === 0
    ? 'It answers only whom it knows, and this registry has no call key.'
    : 'It answers only whom it knows, and no call key of it is published that the registry could sign for.';
}

function refusing(candidate: PublicationInput['candidate'], url: string): RuleResult {
  const problem = `${url} refuses the signed question of the registry for its SDL.`;
  const fix =
    'Put the public call keys of the registry into its key directory, publish the call key that it holds, and look ' +
    'at its clock; it may answer the registry this one question alone.';
  return failed(candidate, 'RUNNING_REFUSES_REGISTRY', problem, fix);
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
