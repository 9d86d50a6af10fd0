import {
  carelessCalls,
  internalsIn,
  LARGE_REMEDY,
  largeFault,
  MALFORMED_BODIES,
  TOO_LARGE,
  type Outgoing,
} from '../../../conformance/index.js';
import { SERVED_SDL_BODY } from '../../../contract/index.js';
import type { PublicationFinding, PublicationInput, RuleResult } from '../publication.js';
import {
  addressOf,
  askOptions,
  registrySigners,
  type RegistryCaller,
  type RegistrySigner,
} from '../registry-calls.js';
import { postTo, type Reply } from '../running-subgraph.js';

const HEAD = {
  rule: 'running-calls',
  code: 'RUNNING_CALLS',
  why: 'Whoever is answered without a good signature reads the data of all citizens that a subgraph holds.',
} as const;

const SIGNATURE_FIX =
  'Answer 401 and run no GraphQL unless signature, age, nonce, body digest and key are right; ' +
  '"npx --no modellregion conformance" shows each of these.';

const OTHER_QUESTION = '{"query":"{ __typename }"}';

/** All calls together; what is not made by then is told. */
const PATIENCE_MS = 60_000;

/** What the calls have brought to light so far. */
interface Inquiry {
  readonly send: (outgoing: Outgoing) => Promise<Reply>;
  readonly sign: (body: string) => Outgoing;
  readonly found: (code: string, problem: string, fix: string) => void;
  /** To what it said too much, by what it said. */
  readonly told: Map<string, string[]>;
  readonly isLate: () => boolean;
}

/**
 * The running subgraph answers nobody without a good signature, nothing twice, and the registry one question alone; what
 * it refuses tells nothing of its inside, and what is too large does not stop it. The same calls as in the conformance
 * suite, as far as the registry's key reaches.
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
  const findings: PublicationFinding[] = [];
  const until = Date.now() + PATIENCE_MS;
  const send = ({ body, headers }: Outgoing) => postTo(url, body, headers, askOptions(input, caller, url));
  for (const signer of registrySigners(input, caller)) {
    const good = { body: SERVED_SDL_BODY, headers: signer(SERVED_SDL_BODY) };
    if (!isAnswered(await send(good))) continue;
    const inquiry: Inquiry = {
      send,
      sign: (body) => ({ body, headers: signer(body) }),
      found: (code, problem, fix) => findings.push(finding(input, code, problem, fix)),
      told: new Map(),
      isLate: () => Date.now() > until,
    };
    await expectRefusals(inquiry, signer, good);
    await expectSilence(inquiry);
    await expectLimits(inquiry);
    foundInternals(inquiry);
    const notes = inquiry.isLate() ? ['It answers so slowly that not all calls were made.'] : [];
    return { ...HEAD, status: findings.length === 0 ? 'completed' : 'failed', findings, notes };
  }
  return skipped('There are no keys to sign a call with.');
}

/** Nobody is answered without a good signature, nobody twice, and the registry one question alone. */
async function expectRefusals(inquiry: Inquiry, signer: RegistrySigner, good: Outgoing): Promise<void> {
  const { found, isLate, send, sign } = inquiry;
  if (isAnswered(await send(good))) {
    found('RUNNING_ANSWERS_TWICE', 'It answers the same call a second time.', SIGNATURE_FIX);
  }
  const careless = carelessCalls((signing) => ({
    body: SERVED_SDL_BODY,
    headers: signer(SERVED_SDL_BODY, signing),
  }));
  for (const { code, outgoing, what } of careless) {
    if (isLate()) return;
    const reply = await send(outgoing);
    if (isAnswered(reply)) found(`RUNNING_ANSWERS_${code}`, `It answers a call ${what}.`, SIGNATURE_FIX);
    hearInternals(inquiry, `a call ${what}`, reply);
  }
  const other = await send(sign(OTHER_QUESTION));
  if (isAnswered(other)) {
    found(
      'RUNNING_TRUSTS_REGISTRY',
      'It answers the registry another question than the one for its SDL.',
      "Compare the body of a call with the registry's key with the one that is allowed, byte by byte.",
    );
  }
}

/** What is no question at all is refused without a word of the program behind it. */
async function expectSilence(inquiry: Inquiry): Promise<void> {
  for (const [what, body] of MALFORMED_BODIES) {
    if (inquiry.isLate()) return;
    hearInternals(inquiry, what, await inquiry.send(inquiry.sign(body)));
  }
  const headers = { 'content-type': 'text/plain' };
  hearInternals(inquiry, 'another media type', await inquiry.send({ body: 'x', headers }));
}

/** What is too large is refused before it costs anything, and the next call is answered. */
async function expectLimits({ found, isLate, send, sign }: Inquiry): Promise<void> {
  for (const { body, what } of TOO_LARGE) {
    if (isLate()) return;
    const large = await send(sign(body()));
    const after = await send(sign(SERVED_SDL_BODY));
    const reply = large.kind === 'answered' ? large : null;
    const fault = largeFault({ reply, lives: isAnswered(after) });
    if (fault !== null) found('RUNNING_WITHOUT_LIMITS', `Of ${what}: ${fault}.`, sentence(LARGE_REMEDY));
  }
}

function hearInternals({ told }: Inquiry, what: string, reply: Reply): void {
  const internals = reply.kind === 'answered' ? internalsIn(reply) : [];
  if (internals.length === 0) return;
  const text = internals.join(', ');
  told.set(text, [...(told.get(text) ?? []), what]);
}

/** One finding for all answers that say the same too much. */
function foundInternals({ found, told }: Inquiry): void {
  const fix =
    'Answer faults with a code and a sentence of the catalogue, and keep what happened for the log.';
  for (const [text, to] of told) {
    const more = to.length > 3 ? ` and ${String(to.length - 3)} more` : '';
    found('RUNNING_TELLS_INTERNALS', `It tells ${text} to ${to.slice(0, 3).join(', ')}${more}.`, fix);
  }
}

function isAnswered(reply: Reply): boolean {
  return reply.kind === 'answered' && reply.status < 400;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function finding(
  { candidate }: PublicationInput,
  code: string,
  problem: string,
  fix: string,
): PublicationFinding {
  const { name, sdl } = candidate.entry;
  const at = { subgraph: name, file: sdl, line: 1, column: 1 };
  return { rule: HEAD.rule, code, ...at, problem, why: HEAD.why, fix };
}

function skipped(skippedBecause: string): RuleResult {
  return { ...HEAD, status: 'skipped', skippedBecause, findings: [], notes: [] };
}
