import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PUBLICATION_LIMITS, type PublicationLimits } from './limits.js';
import type { PublicationFinding, PublicationInput, PublicationReport, RuleResult } from './publication.js';
import type { CheckMessage } from './publication-process.js';
import { rulesFor } from './publication-rules.js';
import type { RegistryCaller } from './registry-calls.js';
import { reachability } from './rules/reachability.js';
import { runningCalls } from './rules/running-calls.js';
import { runningEntities } from './rules/running-entities.js';

/** The program as it was built, wherever this file runs from. */
const PROGRAM = join(
  dirname(createRequire(import.meta.url).resolve('@modellregion/schema/package.json')),
  'dist/checks/publication/publication-process.js',
);

/**
 * Holds a publication against all rules. SDL of strangers can cost any time and memory, so the rules run in a process of
 * their own with a cap on both: a process and not a thread, since an allocation that fails in a thread can take
 * everything beside it along. Whatever happens in there, this answers with a report and never throws.
 *
 * @param caller with what the running subgraph is asked, where it is asked (`running: 'ask'`)
 */
export async function checkPublication(
  input: PublicationInput,
  caller: RegistryCaller = { callKeys: [] },
): Promise<PublicationReport> {
  const limits = { ...PUBLICATION_LIMITS, ...growing(input.before.length), ...input.limits };
  const results: RuleResult[] = [];
  let running = rulesFor(input)[0]?.name ?? '';
  const outcome = await inProcess(input, limits, (message) => {
    if (message.kind === 'started') running = message.rule;
    if (message.kind === 'ended') results.push(message.result);
  });
  const report = 'report' in outcome ? outcome.report : cutOff(input, results, running, outcome.fault);
  return input.withdraws === true ? report : withRunning(report, input, caller);
}

/** Asks the running subgraph, unless there is nothing to be gained, or its address is refused already. */
async function withRunning(
  report: PublicationReport,
  input: PublicationInput,
  caller: RegistryCaller,
): Promise<PublicationReport> {
  const isAllowed = report.results.some(
    ({ rule, status }) => rule === 'url-policy' && status === 'completed',
  );
  const asking: PublicationInput = isAllowed ? input : { ...input, running: 'skip' };
  const asked = await reachability(asking, caller);
  const running = [asked, await runningCalls(asking, caller, asked), ...runningEntities(asked)];
  const results = [...report.results, ...running];
  const isRefused = running.some(({ status }) => status === 'failed');
  return isRefused ? { ...report, status: 'refused', results } : { ...report, results };
}

/** Composition takes time and memory by the number of subgraphs too, which is nothing that a candidate can choose. */
function growing(subgraphs: number): Pick<PublicationLimits, 'checkMs' | 'heapMb'> {
  const { checkMs, heapMb } = PUBLICATION_LIMITS;
  return { checkMs: checkMs + subgraphs * 600, heapMb: heapMb + subgraphs * 10 };
}

/** So long a process may take to start on a machine with other work; it is not the candidate's doing. */
const START_MS = 20_000;

/** Why a check has no report. */
interface CheckFault {
  readonly code: 'CHECK_TOO_SLOW' | 'CHECK_TOO_LARGE' | 'CHECK_FAILED';
  readonly problem: string;
  readonly fix: string;
}

type Outcome = { readonly report: PublicationReport } | { readonly fault: CheckFault };

function inProcess(
  input: PublicationInput,
  limits: PublicationLimits,
  heard: (message: CheckMessage) => void,
): Promise<Outcome> {
  const child = fork(PROGRAM, [], {
    execArgv: [`--max-old-space-size=${String(limits.heapMb)}`],
    // What it is told is all it knows: no setting and no secret of the process that asks.
    env: {},
    // The engine writes pages about a heap that is full; they belong nowhere.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve) => {
    const end = (outcome: Outcome) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(outcome);
    };
    const late = () => end({ fault: tooSlow(limits) });
    let timer = setTimeout(late, limits.checkMs + START_MS);
    child.once('message', () => {
      clearTimeout(timer);
      timer = setTimeout(late, limits.checkMs);
    });
    child.on('message', (message: CheckMessage) => {
      heard(message);
      if (message.kind === 'done') end({ report: message.report });
      if (message.kind === 'broken') end({ fault: broken(message.message) });
    });
    child.once('error', (error) => end({ fault: broken(error.message) }));
    // What it said last may still be under way when it ends: the channel closes after everything is read.
    child.once('exit', () => {
      const over = () => end({ fault: exitFault(child, limits) });
      if (child.connected) child.once('disconnect', over);
      else over();
    });
    child.send(input, (error) => {
      if (error !== null) end({ fault: broken(error.message) });
    });
  });
}

function tooSlow({ checkMs }: PublicationLimits): CheckFault {
  return {
    code: 'CHECK_TOO_SLOW',
    problem: `The check did not end within ${String(checkMs / 1000)} s.`,
    fix: 'Make the contract simpler: fewer types that refer to each other, fewer keys and interfaces.',
  };
}

function exitFault(child: ChildProcess, { heapMb }: PublicationLimits): CheckFault {
  // V8 aborts when its heap is full.
  if (child.signalCode === 'SIGABRT' || child.exitCode === 134) {
    return {
      code: 'CHECK_TOO_LARGE',
      problem: `The check needed more than ${String(heapMb)} MB of memory.`,
      fix: 'Make the contract simpler: fewer types that refer to each other, fewer keys and interfaces.',
    };
  }
  return broken(`it ended with ${child.signalCode ?? `code ${String(child.exitCode)}`}`);
}

function broken(message: string): CheckFault {
  return {
    code: 'CHECK_FAILED',
    problem: `The check could not be made: ${message}.`,
    fix: 'Nothing was changed. Tell the steward; until it is mended the last version stays in use.',
  };
}

/** The rule that was under way has failed, those after it did not run; the last one where all had ended. */
function cutOff(
  input: PublicationInput,
  results: readonly RuleResult[],
  running: string,
  { code, fix, problem }: CheckFault,
): PublicationReport {
  const { name, sdl } = input.candidate.entry;
  const ended = results.filter((result) => result.rule !== running);
  const rest = rulesFor(input).filter((rule) => !ended.some((result) => result.rule === rule.name));
  const cut = rest.map((rule): RuleResult => {
    const head = { rule: rule.name, code: rule.code, why: rule.why, notes: [] };
    if (rule.name !== running) {
      return { ...head, status: 'skipped', skippedBecause: `The check ended at ${running}.`, findings: [] };
    }
    const at = { subgraph: name, file: sdl, line: 1, column: 1 };
    const finding: PublicationFinding = { rule: rule.name, code, ...at, problem, why: rule.why, fix };
    return { ...head, status: 'failed', findings: [finding] };
  });
  return { status: 'refused', subgraph: name, results: [...ended, ...cut], composed: null };
}
