import { splitSchema } from '@modellregion/subgraph-kit';
import { Client } from 'pg';
import type { Logger } from 'pino';
import type { Tx } from '../store/database.js';

/** Channel of the database on which the processes of a registry tell each other of releases. */
const CHANNEL = 'modellregion_release';
/** Whoever waits meanwhile is answered when its time is over, as without news. */
const AGAIN_AFTER_MS = 1_000;

/** Tells all processes on this database of a release, once the transaction is committed. */
export async function tellOfRelease(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, '')`;
}

/** Hears of releases until it is stopped. */
export interface ReleaseNews {
  stop(): Promise<void>;
}

/**
 * Listens on a connection of its own, which must lead to the database itself and not to a pooler of transactions. One
 * that breaks is made again; what came in between is looked for then.
 *
 * @param announce wakes whoever waits for a release in this process
 */
export async function listenForReleases(
  databaseUrl: string,
  announce: () => void,
  log: Logger,
): Promise<ReleaseNews> {
  let client: Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const again = (broken: Client, error?: Error): void => {
    if (stopped || client !== broken) return;
    client = null;
    broken.end().catch(() => undefined);
    log.warn(
      { reason: error?.message ?? 'the connection ended' },
      'releases of other processes are not heard',
    );
    timer = setTimeout(() => void listen(), AGAIN_AFTER_MS);
    timer.unref();
  };
  const listen = async (): Promise<void> => {
    const fresh = new Client({
      connectionString: splitSchema(databaseUrl).url,
      application_name: 'registry news',
      keepAlive: true,
    });
    client = fresh;
    fresh.on('notification', announce);
    fresh.on('error', (error) => again(fresh, error));
    fresh.on('end', () => again(fresh));
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}`);
      announce();
    } catch (error) {
      again(fresh, error instanceof Error ? error : new Error(String(error)));
    }
  };
  await listen();
  return {
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
