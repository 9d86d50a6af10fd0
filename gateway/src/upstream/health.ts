import type { ErrorCode } from '@modellregion/schema';
import type { BreakerState } from './circuit-breaker.js';

/** What the gateway knows about one subgraph, for `/readyz` and the region page. */
export interface SubgraphHealth {
  readonly name: string;
  /** Who runs it, from the registry; null for a subgraph without an entry. */
  readonly operator: string | null;
  /** `unknown` until the first probe or the first call has ended. */
  readonly state: 'up' | 'down' | 'unknown';
  /** ISO instant at which the state became what it is; null while unknown. */
  readonly since: string | null;
  /** Duration of the last successful probe in milliseconds. */
  readonly latencyMs: number | null;
  /** What the subgraph says about itself on `/readyz`. */
  readonly version: string | null;
  /** Code of the last failed call or probe; kept when the subgraph is up again. */
  readonly lastErrorCode: ErrorCode | null;
  /** `open`: it is not asked for a while, whatever its state. */
  readonly breaker: BreakerState;
}

/** The outcome of one call or probe. */
export type Observation =
  | { readonly ok: true; readonly latencyMs?: number; readonly version?: string | null }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      /** Seen by a probe, not by a caller's fetch. */ readonly probe?: true;
    };

/** The gateway's view of its subgraphs: every call and every probe is noted here. */
export interface HealthBoard {
  /** In the order of the supergraph. */
  readonly list: () => readonly SubgraphHealth[];
  readonly observe: (name: string, observation: Observation) => void;
  /** Notes a change of a circuit breaker. */
  readonly breaker: (name: string, state: BreakerState) => void;
}

interface Watched {
  readonly name: string;
  readonly operator: string | null;
}

export function createHealthBoard(
  subgraphs: readonly Watched[],
  now: () => Date = () => new Date(),
): HealthBoard {
  const rows = new Map(subgraphs.map((subgraph) => [subgraph.name, unknownHealth(subgraph)]));
  return {
    list: () => [...rows.values()],
    observe(name, observation) {
      const before = rows.get(name);
      if (before === undefined || saysNothingNew(before, observation)) return;
      rows.set(name, next(before, observation, now));
    },
    breaker(name, state) {
      const before = rows.get(name);
      if (before !== undefined) rows.set(name, { ...before, breaker: state });
    },
  };
}

function unknownHealth({ name, operator }: Watched): SubgraphHealth {
  const nothing = { since: null, latencyMs: null, version: null, lastErrorCode: null };
  return { name, operator, state: 'unknown', ...nothing, breaker: 'closed' };
}

/** Most calls: good ones to a subgraph that is up. */
function saysNothingNew(before: SubgraphHealth, observation: Observation): boolean {
  if (!observation.ok || before.state !== 'up') return false;
  return observation.latencyMs === undefined && observation.version === undefined;
}

function next(before: SubgraphHealth, observation: Observation, now: () => Date): SubgraphHealth {
  const state = observation.ok ? 'up' : provesOutage(observation) ? 'down' : before.state;
  const since = state === before.state ? before.since : now().toISOString();
  if (!observation.ok) return { ...before, state, since, lastErrorCode: observation.code };
  return {
    ...before,
    state,
    since,
    latencyMs: observation.latencyMs ?? before.latencyMs,
    version: observation.version === undefined ? before.version : observation.version,
  };
}

/** One slow or faulty answer to a caller says nothing about the next; a failed probe or a refused connection does. */
function provesOutage(failure: Observation & { ok: false }): boolean {
  return failure.probe === true || failure.code === 'SUBGRAPH_UNAVAILABLE';
}
