import { Client } from 'pg';
import { errorCode, splitSchema } from '@modellregion/subgraph-kit';
import { PUBLICATION_LOCK } from '../store/database.js';
import { RefusedAct } from './refusals.js';

/** Lets one publication be checked at a time: a check holds for the region it was made against. */
export interface PublicationQueue {
  /** @throws RefusedAct BUSY */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Each may wait for a check of a minute before it; whoever signed waits no longer than the statement is good. */
const MOST_WAITING = 10;
const LOCK_TIMEOUT_MS = 60_000;

/** A queue within this process, and a lock of the database for whatever other process there may be. */
export function publicationQueue(databaseUrl: string): PublicationQueue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    run: async (work) => {
      if (waiting >= MOST_WAITING) {
        throw new RefusedAct('BUSY', `${String(waiting)} publications are waiting already.`);
      }
      waiting += 1;
      const turn = last.then(() => underLock(databaseUrl, work));
      last = turn.catch(() => undefined);
      try {
        return await turn;
      } finally {
        waiting -= 1;
      }
    },
  };
}

/** On a connection of its own: its end frees the lock, however it comes. */
async function underLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: splitSchema(url).url,
    application_name: 'registry publication',
    options: `-c statement_timeout=0 -c lock_timeout=${String(LOCK_TIMEOUT_MS)}`,
  });
  // A connection that breaks while others work must not end the process; the change itself is serialised anyhow.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PUBLICATION_LOCK]);
    return await work();
  } catch (error) {
    if (errorCode(error) !== '55P03') throw error;
    throw new RefusedAct('BUSY', 'Another registry process is checking a publication.');
  } finally {
    await client.end().catch(() => undefined);
  }
}
