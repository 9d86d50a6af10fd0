import type { Logger } from 'pino';

/** What is under way at a stop may take this long; then the process ends all the same. */
const STOP_DEADLINE_MS = 5_000;

/** A server that is ready. */
interface Running {
  readonly port: number;
  readonly log: Pick<Logger, 'error'>;
  readonly close: () => Promise<void>;
}

/**
 * Makes a server ready, tells the supervisor so, and closes it in order when it is told to stop or the supervisor ends.
 *
 * @param start all that comes before; it is abandoned when the supervisor ends: nothing may go on without it, not even
 *   a long seed, which is one transaction and leaves nothing behind
 */
export async function serveUntilStopped<R extends Running>(start: () => Promise<R>): Promise<R> {
  const abandon = (): void => process.exit(1);
  process.once('disconnect', abandon);
  const running = await start();
  const stop = (): void => {
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        running.log.error({ err: error }, 'fault while stopping');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.off('disconnect', abandon);
  process.once('disconnect', stop);
  if (process.connected) process.send?.({ type: 'ready', port: running.port });
  return running;
}
