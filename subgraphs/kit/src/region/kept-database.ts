import { setTimeout as pause } from 'node:timers/promises';
import { errorMessage, startCluster, type Cluster, type ClusterOptions } from '../database/index.js';

/** The embedded database, started again when it ends by itself. */
export interface KeptDatabase {
  readonly cluster: Cluster;
  /** Rejects when it cannot be kept running; settles when it was stopped. */
  readonly over: Promise<void>;
  stop(): Promise<void>;
}

const ATTEMPTS = 5;
/** Having run this long, the database counts as sound again. */
const SOUND_AFTER_MS = 60_000;

/**
 * Starts the cluster of a state folder and keeps it up, on the port of its first start: the URLs that subgraphs
 * hold stay true, and their pools connect again by themselves. PostgreSQL recovers what was committed.
 */
export async function keepDatabase(
  options: ClusterOptions,
  report: (sentence: string) => void,
): Promise<KeptDatabase> {
  let cluster = await startCluster(options);
  const first = cluster;
  const halt = new AbortController();
  const stopped = (): boolean => halt.signal.aborted;

  const keep = async (): Promise<void> => {
    let attempts = 0;
    while (!stopped()) {
      const since = Date.now();
      await cluster.ended;
      if (stopped()) return;
      if (Date.now() - since > SOUND_AFTER_MS) attempts = 0;
      attempts += 1;
      report('The database ended unexpectedly; starting it again.');
      try {
        cluster = await startCluster({ ...options, port: first.port });
        report('The database runs again, nothing that was stored is lost.');
      } catch (error) {
        if (attempts >= ATTEMPTS) throw error;
        report(errorMessage(error));
      }
      if (attempts >= ATTEMPTS)
        throw new Error('The database ended again and again; see postgres.log in the state folder.');
      await pause(200 * attempts, undefined, { signal: halt.signal }).catch(() => undefined);
    }
  };
  const over = keep();
  over.catch(() => undefined);
  return {
    cluster: first,
    over,
    stop: async () => {
      halt.abort();
      await cluster.stop();
      // A restart under way when the stop came made a new cluster.
      await over.catch(() => undefined);
      await cluster.stop();
    },
  };
}
