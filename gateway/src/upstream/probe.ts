import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';
import type { HealthBoard, Observation } from './health.js';
import type { SubgraphClient } from './subgraph-client.js';

/** Milliseconds between two probes of a subgraph. */
const INTERVAL_MS = 5_000;

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
  const round = (): void => {
    for (const subgraph of subgraphs) {
      void probe(subgraph).then((observation) => {
        health.observe(subgraph.target.name, observation);
      });
    }
  };
  round();
  const timer = setInterval(round, INTERVAL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
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
  const outcome = await client.post('{"query":"{ __typename }"}', {});
  if (outcome.kind === 'failure') return { ok: false, code: outcome.code, probe: true };
  return { ok: true, latencyMs: latencyMs() };
}
