import { REPLAY_WINDOW_SECONDS, SERVED_SDL_BODY } from '../../../contract/index.js';
import type { PublicationFinding, PublicationInput, RuleResult } from '../publication.js';
import {
  addressOf,
  askOptions,
  registrySigners,
  type RegistryCaller,
  type RegistrySigner,
} from '../registry-calls.js';
import { postTo } from '../running-subgraph.js';

const HEAD = {
  rule: 'running-calls',
  code: 'RUNNING_CALLS',
  why: 'Whoever is answered without a good signature reads the data of all citizens that a subgraph holds.',
} as const;

const FIX =
  'Answer 401 and run no GraphQL unless signature, age, nonce, body digest and key are right; ' +
  '"npx --no modellregion conformance" shows each of these.';

/** A call that is not to be answered. */
interface Probe {
  readonly code: string;
  readonly problem: string;
  readonly fix?: string;
  readonly body?: string;
  readonly headers: (sign: RegistrySigner) => Readonly<Record<string, string>>;
}

const OTHER_QUESTION = '{"query":"{ __typename }"}';

/** The part of conformance that needs no rights and strains nothing; the whole suite is the operator's to run. */
const PROBES: readonly Probe[] = [
  {
    code: 'RUNNING_ANSWERS_UNSIGNED',
    problem: 'It answers a call without a signature.',
    headers: () => ({}),
  },
  {
    code: 'RUNNING_ANSWERS_FOREIGN',
    problem: 'It answers a call that was signed with a foreign key.',
    headers: (sign) => sign(SERVED_SDL_BODY, { foreignKey: true }),
  },
  {
    code: 'RUNNING_ANSWERS_STALE',
    problem: 'It answers a call that was signed too long ago.',
    headers: (sign) => sign(SERVED_SDL_BODY, { ageSeconds: REPLAY_WINDOW_SECONDS + 30 }),
  },
  {
    code: 'RUNNING_TRUSTS_REGISTRY',
    problem: 'It answers the registry another question than the one for its SDL.',
    fix: "Compare the body of a call with the registry's key with the one that is allowed, byte by byte.",
    body: OTHER_QUESTION,
    headers: (sign) => sign(OTHER_QUESTION),
  },
];

/**
 * The running subgraph answers nobody without a good signature, nothing twice, and the registry one question alone.
 *
 * @param asked what became of the question for its SDL: only a subgraph that answered it is looked at
 */
export async function runningCalls(
  input: PublicationInput,
  caller: RegistryCaller,
  asked: RuleResult,
): Promise<RuleResult> {
  if (input.running !== 'ask') return skipped('The running subgraph is not asked.');
  if (asked.status !== 'completed') return skipped('The running subgraph did not answer as it should.');
  const url = addressOf(input, caller);
  const isAnswered = async (body: string, headers: Readonly<Record<string, string>>): Promise<boolean> => {
    const reply = await postTo(url, body, headers, askOptions(input, caller, url));
    return reply.kind === 'answered' && reply.status < 400;
  };
  for (const sign of registrySigners(input, caller)) {
    const good = sign(SERVED_SDL_BODY);
    if (!(await isAnswered(SERVED_SDL_BODY, good))) continue;
    const findings: PublicationFinding[] = [];
    if (await isAnswered(SERVED_SDL_BODY, good)) {
      findings.push(found(input, 'RUNNING_ANSWERS_TWICE', 'It answers the same call a second time.'));
    }
    for (const { body = SERVED_SDL_BODY, code, fix, headers, problem } of PROBES) {
      if (await isAnswered(body, headers(sign))) findings.push(found(input, code, problem, fix));
    }
    return { ...HEAD, status: findings.length === 0 ? 'completed' : 'failed', findings, notes: [] };
  }
  return skipped('There are no keys to sign a call with.');
}

function found(
  { candidate }: PublicationInput,
  code: string,
  problem: string,
  fix: string = FIX,
): PublicationFinding {
  const { name, sdl } = candidate.entry;
  const at = { subgraph: name, file: sdl, line: 1, column: 1 };
  return { rule: HEAD.rule, code, ...at, problem, why: HEAD.why, fix };
}

function skipped(skippedBecause: string): RuleResult {
  return { ...HEAD, status: 'skipped', skippedBecause, findings: [], notes: [] };
}
