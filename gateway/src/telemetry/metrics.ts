import type { ErrorCode } from '@modellregion/schema';
import type { ReleaseRefusalCode } from '@modellregion/schema/release';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** How one HTTP request to a subgraph ended; `refused`: the circuit breaker kept it from being made. */
export type FetchOutcome = 'ok' | 'errors' | 'timeout' | 'unavailable' | 'invalid' | 'abandoned' | 'refused';

/** How planning an operation ended. */
export type PlanOutcome = 'planned' | 'invalid' | 'too-expensive' | 'failed';

/**
 * What the gateway counts, for Prometheus. Every label has few values, all known beforehand: names of subgraphs, codes
 * of the catalogue, HTTP statuses. Nothing that a caller chooses becomes one, and no operation.
 */
export interface Metrics {
  /** One HTTP request to a subgraph. A refused one took no time and has none. */
  readonly fetched: (subgraph: string, outcome: FetchOutcome, seconds: number | null) => void;
  readonly breaker: (subgraph: string, state: 'closed' | 'half-open' | 'open') => void;
  /** The subgraph is called no longer. */
  readonly breakerGone: (subgraph: string) => void;
  readonly retried: (subgraph: string) => void;
  /** A call that was answered with another caller's answer. */
  readonly shared: (subgraph: string) => void;
  /** An answer, or a part of it, that was not given on to whoever asked. */
  readonly rejected: (subgraph: string, code: ErrorCode) => void;
  /** Keys in answers that nobody had asked for. */
  readonly unrequestedKeys: (subgraph: string, count: number) => void;
  readonly planCache: (lookup: 'hit' | 'miss') => void;
  /** @param size tells how many plans are kept, whenever somebody looks */
  readonly planCacheSize: (size: () => number) => void;
  readonly planned: (seconds: number, outcome: PlanOutcome) => void;
  readonly answered: (status: number, seconds: number) => void;
  /** A supergraph took over, or was refused. */
  readonly supergraph: (outcome: 'loaded' | 'refused') => void;
  /** What is in use is again what should be. */
  readonly supergraphCurrent: () => void;
  /** @param created seconds of the Unix epoch */
  readonly releaseServed: (sequence: number, created: number) => void;
  readonly releaseRefused: (code: ReleaseRefusalCode) => void;
  readonly registryReached: (reached: boolean) => void;
  /** Batches of usage that left the spool. */
  readonly usageBatch: (outcome: 'taken' | 'refused' | 'lost', count: number) => void;
  readonly usageUncounted: (requests: number) => void;
}

/** Metrics that somebody can read. */
export interface ReadableMetrics extends Metrics {
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

const nothing = (): void => undefined;

/** Where nobody reads them nothing is counted. */
export const NO_METRICS: Metrics = {
  fetched: nothing,
  breaker: nothing,
  breakerGone: nothing,
  retried: nothing,
  shared: nothing,
  rejected: nothing,
  unrequestedKeys: nothing,
  planCache: nothing,
  planCacheSize: nothing,
  planned: nothing,
  answered: nothing,
  supergraph: nothing,
  supergraphCurrent: nothing,
  releaseServed: nothing,
  releaseRefused: nothing,
  registryReached: nothing,
  usageBatch: nothing,
  usageUncounted: nothing,
};

/** Seconds. Deadlines are a few seconds, most fetches some milliseconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const BREAKER = { closed: 0, 'half-open': 1, open: 2 } as const;

export function createMetrics(): ReadableMetrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return {
    ...subgraphMetrics([register]),
    ...planMetrics([register]),
    ...requestMetrics([register]),
    ...supergraphMetrics([register]),
    ...releaseMetrics([register]),
    ...usageMetrics([register]),
    contentType: register.contentType,
    text: () => register.metrics(),
  };
}

type OfSubgraphs =
  'fetched' | 'breaker' | 'breakerGone' | 'retried' | 'shared' | 'rejected' | 'unrequestedKeys';

function subgraphMetrics(registers: Registry[]): Pick<Metrics, OfSubgraphs> {
  const counter = <L extends string>(name: string, help: string, ...more: L[]): Counter<'subgraph' | L> =>
    new Counter({
      name: `modellregion_subgraph_${name}`,
      help,
      labelNames: ['subgraph', ...more],
      registers,
    });
  const fetches = counter('fetches_total', 'HTTP requests to subgraphs by how they ended', 'outcome');
  const retries = counter('retries_total', 'Queries that were sent to a subgraph once more');
  const shared = counter('shared_calls_total', 'Calls answered with the answer of an equal call under way');
  const rejected = counter(
    'rejected_total',
    'Answers of subgraphs, or parts of them, that were not given on, by error code',
    'code',
  );
  const unrequested = counter('unrequested_keys_total', 'Keys in answers that nobody had asked for');
  const seconds = new Histogram({
    name: 'modellregion_subgraph_fetch_duration_seconds',
    help: 'Time from the queue to the last byte of a subgraph’s answer',
    labelNames: ['subgraph'],
    buckets: BUCKETS,
    registers,
  });
  const breaker = new Gauge({
    name: 'modellregion_subgraph_breaker_state',
    help: 'Circuit breaker of a subgraph: 0 closed, 1 half-open, 2 open',
    labelNames: ['subgraph'],
    registers,
  });
  return {
    fetched: (subgraph, outcome, took) => {
      fetches.inc({ subgraph, outcome });
      if (took !== null) seconds.observe({ subgraph }, took);
    },
    breaker: (subgraph, state) => {
      breaker.set({ subgraph }, BREAKER[state]);
    },
    breakerGone: (subgraph) => {
      breaker.remove({ subgraph });
    },
    retried: (subgraph) => {
      retries.inc({ subgraph });
    },
    shared: (subgraph) => {
      shared.inc({ subgraph });
    },
    rejected: (subgraph, code) => {
      rejected.inc({ subgraph, code });
    },
    unrequestedKeys: (subgraph, count) => {
      unrequested.inc({ subgraph }, count);
    },
  };
}

function planMetrics(registers: Registry[]): Pick<Metrics, 'planCache' | 'planCacheSize' | 'planned'> {
  let size = (): number => 0;
  const lookups = new Counter({
    name: 'modellregion_plan_cache_lookups_total',
    help: 'Looks for a plan that was made before: hit or miss',
    labelNames: ['result'],
    registers,
  });
  new Gauge({
    name: 'modellregion_plan_cache_entries',
    help: 'Plans that are kept',
    registers,
    collect() {
      this.set(size());
    },
  });
  const seconds = new Histogram({
    name: 'modellregion_plan_duration_seconds',
    help: 'Time to plan an operation, by how it ended',
    labelNames: ['outcome'],
    buckets: BUCKETS,
    registers,
  });
  return {
    planCache: (result) => {
      lookups.inc({ result });
    },
    planCacheSize: (read) => {
      size = read;
    },
    planned: (took, outcome) => {
      seconds.observe({ outcome }, took);
    },
  };
}

function requestMetrics(registers: Registry[]): Pick<Metrics, 'answered'> {
  const requests = new Counter({
    name: 'modellregion_requests_total',
    help: 'Requests by HTTP status; 499: the client went away',
    labelNames: ['status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'modellregion_request_duration_seconds',
    help: 'Time to answer a request',
    buckets: BUCKETS,
    registers,
  });
  return {
    answered: (status, took) => {
      requests.inc({ status });
      seconds.observe(took);
    },
  };
}

function supergraphMetrics(registers: Registry[]): Pick<Metrics, 'supergraph' | 'supergraphCurrent'> {
  const loads = new Counter({
    name: 'modellregion_supergraph_reloads_total',
    help: 'Supergraphs that took over (loaded) or were refused',
    labelNames: ['outcome'],
    registers,
  });
  const refused = new Gauge({
    name: 'modellregion_supergraph_refused',
    help: '1: there is a supergraph that was refused, an earlier one is in use',
    registers,
  });
  return {
    supergraph: (outcome) => {
      loads.inc({ outcome });
      refused.set(outcome === 'refused' ? 1 : 0);
    },
    supergraphCurrent: () => {
      refused.set(0);
    },
  };
}

type OfReleases = 'releaseServed' | 'releaseRefused' | 'registryReached';

function releaseMetrics(registers: Registry[]): Pick<Metrics, OfReleases> {
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name: `modellregion_${name}`, help, registers });
  const sequence = gauge('release_sequence', 'Number of the release that is served; 0: none of a registry');
  const created = gauge('release_created_timestamp_seconds', 'When the release that is served was made');
  const reached = gauge('registry_reached_timestamp_seconds', 'When the registry answered last');
  const up = gauge('registry_up', '1: the registry answered when it was asked last');
  const refusals = new Counter({
    name: 'modellregion_releases_refused_total',
    help: 'Releases that were refused before anybody looked into them, by reason',
    labelNames: ['reason'],
    registers,
  });
  return {
    releaseServed: (number, at) => {
      sequence.set(number);
      created.set(at);
    },
    releaseRefused: (reason) => {
      refusals.inc({ reason });
    },
    registryReached: (is) => {
      up.set(is ? 1 : 0);
      if (is) reached.setToCurrentTime();
    },
  };
}

function usageMetrics(registers: Registry[]): Pick<Metrics, 'usageBatch' | 'usageUncounted'> {
  const batches = new Counter({
    name: 'modellregion_usage_batches_total',
    help: 'Batches of usage that the registry has taken or refused, or that were lost',
    labelNames: ['outcome'],
    registers,
  });
  const uncounted = new Counter({
    name: 'modellregion_usage_uncounted_requests_total',
    help: 'Requests whose usage found no room or was too long to be told',
    registers,
  });
  return {
    usageBatch: (outcome, count) => {
      batches.inc({ outcome }, count);
    },
    usageUncounted: (requests) => {
      uncounted.inc(requests);
    },
  };
}
