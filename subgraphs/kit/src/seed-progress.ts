import type { EventEmitter } from 'node:events';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import { ROWS_WRITTEN, type RowCounts } from './synthetic/index.js';

/** What a subgraph tells its supervisor while it fills its database: it is slow, not stuck. */
export interface ProgressMessage {
  readonly type: 'progress';
  /** Rows so far. */
  readonly rows: number;
}

const LOG_EVERY_MS = 5_000;
const TELL_EVERY_MS = 1_000;

/**
 * Shows how far a seed has come: as one line that is written over on a terminal, else every 5 s in the log; and tells
 * the supervisor, if there is one.
 *
 * @returns ends the line
 */
export function showProgress(
  client: Client,
  { name, log, terminal = process.stderr }: { name: string; log: Logger; terminal?: NodeJS.WriteStream },
): () => void {
  const [logDue, tellDue] = [every(LOG_EVERY_MS), every(TELL_EVERY_MS)];
  let shown = false;
  (client as EventEmitter).on(ROWS_WRITTEN, (counts: RowCounts) => {
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (process.connected && tellDue()) process.send?.({ type: 'progress', rows } satisfies ProgressMessage);
    if (terminal.isTTY) {
      terminal.write(`\r\u001b[2K${lineOf(name, rows, counts).slice(0, terminal.columns - 1)}`);
      shown = true;
    } else if (logDue()) {
      log.info({ rows, tables: counts }, 'writing synthetic data');
    }
  });
  return () => {
    if (shown) terminal.write('\n');
  };
}

function lineOf(name: string, rows: number, counts: RowCounts): string {
  const tables = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([table, count]) => `${table} ${count.toLocaleString('en')}`);
  return `${name}: ${rows.toLocaleString('en')} rows · ${tables.join(' · ')}`;
}

/** True at most once in some time, and not before it has passed for the first time. */
function every(ms: number): () => boolean {
  let last = Date.now();
  return () => {
    const now = Date.now();
    if (now - last < ms) return false;
    last = now;
    return true;
  };
}
