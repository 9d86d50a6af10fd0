import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';
import { Deadline } from './deadline.js';
import type { HealthBoard, Observation } from './health.js';
import type { SubgraphClient } from './subgraph-client.js';

/** Milliseconds between the end of a probe of a subgraph and the next. */
const INTERVAL_MS = 5_000;

/** The same until it was up for the first time: a region that starts together is to be seen up as soon as it is. */
const FIRST_INTERVAL_MS = 250;

/** Milliseconds after which a subgraph that never was up is taken for one that is down, and probed like all others. */
const STARTING_MS = 60_000;

interface Probed {
  readonly target: Pick<SubgraphTarget, 'name' | 'registered'>;
  readonly client: SubgraphClient;
}

/**
 * Asks every subgraph now and then how it is, so that `/readyz` and the region page know before a citizen does.
 *
 * @returns a function that ends it.
 */
export function startProbes(subgraphs: readonly Probed[], health: HealthBoard): () => void {
  const stops = subgraphs.map((subgraph) => keepProbing(subgraph, health));
  return () => {
    for (const stop of stops) stop();
  };
}

function keepProbing(subgraph: Probed, health: HealthBoard): () => void {
  const startingUntil = performance.now() + STARTING_MS;
  let starting = true;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    const observation = await probe(subgraph);
    if (stopped) return;
    health.observe(subgraph.target.name, observation);
    starting &&= !observation.ok && performance.now() < startingUntil;
    timer = setTimeout(() => void round(), starting ? FIRST_INTERVAL_MS : INTERVAL_MS);
    timer.unref();
  };
  void round();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Registered subgraphs have `/readyz`; of a foreign one only GraphQL is known. */
async function probe({ target, client }: Probed): Promise<Observation> {
  const started = performance.now();
  const latencyMs = (): number => Math.round(performance.now() - started);
  if (target.registered) {
    const answer = await client.ready();
    if (typeof answer === 'string') return { ok: false, code: answer, probe: true };
    if (answer.status !== 200) return { ok: false, code: 'SUBGRAPH_UNAVAILABLE', probe: true };
    return { ok: true, latencyMs: latencyMs(), version: answer.version };
  }
  const deadline = new Deadline(client.deadlineMs);
  const { outcome } = await client.post('{"query":"{ __typename }"}', [], deadline);
  deadline.end();
  if (outcome.kind === 'failure') return { ok: false, code: outcome.code, probe: true };
  return { ok: true, latencyMs: latencyMs() };
}
