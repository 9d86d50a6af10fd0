/** When calls to a subgraph are given up before they are made. */
export interface BreakerConfig {
  /** Milliseconds over which calls are looked at. */
  readonly windowMs: number;
  /** Fewer calls than this in the window say nothing. */
  readonly minimumCalls: number;
  /** Share of failed calls, 0 to 1, from which on it opens. */
  readonly failureRate: number;
  /** Share of slow calls, 0 to 1, from which on it opens. */
  readonly slowRate: number;
  /** A call that takes this part of its deadline is slow, 0 to 1. */
  readonly slowPart: number;
  /** Milliseconds after which a few calls are let through again. */
  readonly openMs: number;
  /** How many are let through; when all of them are good, it closes. */
  readonly probes: number;
}

export type BreakerState = 'closed' | 'open' | 'half-open';

/** How a call ended. `void`: it says nothing about the subgraph, as when the client went away. */
export type CallVerdict = 'good' | 'bad' | 'void';

/** Leave to make one call; its end has to be told. */
export type Permit = (verdict: CallVerdict, milliseconds: number) => void;

/** Why the state changed, for the log. */
export interface BreakerChange {
  readonly state: BreakerState;
  readonly calls: number;
  readonly failed: number;
  readonly slow: number;
}

/**
 * Keeps callers from waiting for a subgraph that fails or is slow, and a subgraph in trouble from being asked.
 *
 * Our own, as no library fits: cockatiel knows no slow calls; opossum neither, and it lets one probe through alone.
 */
export interface CircuitBreaker {
  readonly state: () => BreakerState;
  /** Null while it is open. */
  readonly acquire: () => Permit | null;
}

interface Parts {
  readonly config: BreakerConfig;
  /** Milliseconds; a call that takes longer is slow. */
  readonly slowMs: number;
  readonly onChange: (change: BreakerChange) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/** The window moves on in steps of a tenth of its length. */
const STEPS = 10;

export function createCircuitBreaker({
  config,
  slowMs,
  onChange,
  now = () => performance.now(),
}: Parts): CircuitBreaker {
  const window = createWindow(config.windowMs, now);
  let state: BreakerState = 'closed';
  let openUntil = 0;
  let admitted = 0;
  let good = 0;
  /** Counts changes: a call that began before the last one says nothing about what is now. */
  let era = 0;

  const change = (next: BreakerState): void => {
    const seen = window.totals();
    state = next;
    era += 1;
    admitted = 0;
    good = 0;
    window.clear();
    if (next === 'open') openUntil = now() + config.openMs;
    onChange({ state: next, ...seen });
  };

  const judge = (failed: boolean, slow: boolean): void => {
    window.add(failed, slow);
    if (state === 'half-open') {
      if (failed || slow) change('open');
      else if ((good += 1) === config.probes) change('closed');
      return;
    }
    // Only a call that was not good can be the one too many.
    if (!failed && !slow) return;
    const seen = window.totals();
    if (seen.calls < config.minimumCalls) return;
    if (seen.failed >= config.failureRate * seen.calls || seen.slow >= config.slowRate * seen.calls)
      change('open');
  };

  return {
    state: () => state,
    acquire: () => {
      if (state === 'open' && now() >= openUntil) change('half-open');
      if (state === 'open' || (state === 'half-open' && admitted === config.probes)) return null;
      const began = era;
      admitted += 1;
      return (verdict, milliseconds) => {
        if (began !== era) return;
        if (verdict === 'void') admitted -= 1;
        else judge(verdict === 'bad', milliseconds >= slowMs);
      };
    },
  };
}

/** Always lets through: the operator switched it off. */
export const NO_BREAKER: CircuitBreaker = { state: () => 'closed', acquire: () => () => undefined };

type Totals = Omit<BreakerChange, 'state'>;

interface RollingWindow {
  readonly add: (failed: boolean, slow: boolean) => void;
  readonly totals: () => Totals;
  readonly clear: () => void;
}

interface Step {
  /** Which step since the beginning of the clock; one that is older than the window no longer counts. */
  number: number;
  calls: number;
  failed: number;
  slow: number;
}

function createWindow(windowMs: number, now: () => number): RollingWindow {
  const stepMs = windowMs / STEPS;
  const steps: Step[] = Array.from({ length: STEPS }, () => ({ number: -1, calls: 0, failed: 0, slow: 0 }));
  return {
    add: (failed, slow) => {
      const number = Math.floor(now() / stepMs);
      const step = steps[number % STEPS];
      if (step === undefined) return;
      if (step.number !== number) Object.assign(step, { number, calls: 0, failed: 0, slow: 0 });
      step.calls += 1;
      step.failed += failed ? 1 : 0;
      step.slow += slow ? 1 : 0;
    },
    totals: () => {
      const oldest = Math.floor(now() / stepMs) - STEPS + 1;
      const totals = { calls: 0, failed: 0, slow: 0 };
      for (const step of steps) {
        if (step.number < oldest) continue;
        totals.calls += step.calls;
        totals.failed += step.failed;
        totals.slow += step.slow;
      }
      return totals;
    },
    clear: () => {
      for (const step of steps) step.number = -1;
    },
  };
}
