import {
  STATEMENT_WINDOW_SECONDS,
  verifyStatement,
  type PublicSigningKey,
} from '@modellregion/schema/release';
import type { HistoryEntry } from '../generated/prisma/client.js';
import type { Db, Tx } from '../store/database.js';
import { TABLES, type TableName } from '../store/tables.js';
import { entryHash, GENESIS } from './chain.js';
import { effectSchema } from './change.js';

/** What does not fit, in words: the first that was found. */
export interface HistoryFault {
  /** Number of the entry it was found at; null: a row that no entry knows. */
  readonly sequence: number | null;
  readonly problem: string;
}

export interface HistoryVerification {
  readonly entries: number;
  /** Rows of other tables that were compared with what the history says of them. */
  readonly rows: number;
  readonly fault: HistoryFault | null;
}

const PAGE = 500;

/**
 * Goes through the whole history: every entry holds the hash of the one before it and its own, every statement is
 * signed by the member it is of, and every row is the one that was written with its newest entry. Who changes a row,
 * also with all rights in the database, would have to sign statements of members to stay unseen.
 */
export function verifyHistory(db: Db, region: string): Promise<HistoryVerification> {
  return db.$transaction(
    async (tx) => {
      const written = new Map<string, { readonly sha256: string; readonly sequence: number }>();
      const keys = await allKeys(tx);
      let previousHash = GENESIS;
      let entries = 0;
      for (;;) {
        const page = await tx.historyEntry.findMany({
          where: { sequence: { gt: entries } },
          orderBy: { sequence: 'asc' },
          take: PAGE,
        });
        for (const entry of page) {
          const problem =
            chainProblem(entry, entries + 1, previousHash) ?? (await statementProblem(entry, region, keys));
          if (problem !== null) return { entries, rows: 0, fault: { sequence: entry.sequence, problem } };
          for (const { table, key, sha256 } of effectSchema.parse(JSON.parse(entry.effect)).rows) {
            written.set(`${table} ${key}`, { sha256, sequence: entry.sequence });
          }
          previousHash = entry.hash;
          entries = entry.sequence;
        }
        if (page.length < PAGE) break;
      }
      return { entries, ...(await compareRows(tx, written)) };
    },
    { isolationLevel: 'RepeatableRead', timeout: 600_000 },
  );
}

function chainProblem(entry: HistoryEntry, sequence: number, previousHash: string): string | null {
  if (entry.sequence !== sequence) return `entry ${String(sequence)} is missing`;
  if (entry.previousHash !== previousHash) return 'it does not hold the hash of the entry before it';
  if (entryHash(entry) !== entry.hash) return 'its hash is not that of what it says';
  return null;
}

async function statementProblem(
  { statement, memberId, action, reason, at }: HistoryEntry,
  region: string,
  keys: ReadonlyMap<string, readonly PublicSigningKey[]>,
): Promise<string | null> {
  // Done at the registry's own machine.
  if (statement === null) return null;
  const issuedAt = issueOf(statement);
  const verdict = await verifyStatement(statement, {
    region,
    keysOf: (member) => keys.get(member) ?? [],
    now: issuedAt,
  });
  if (!verdict.ok) return `its statement is not good: ${verdict.refusal.text}`;
  const said = verdict.value.statement;
  if (said.member !== memberId || said.action !== action || said.reason !== reason) {
    return 'its statement says something else';
  }
  const apart = Math.abs(at.getTime() - issuedAt.getTime());
  return apart <= STATEMENT_WINDOW_SECONDS * 1_000 ? null : 'its statement was signed at another time';
}

function issueOf(jws: string): Date {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { issuedAt } = JSON.parse(payload) as { readonly issuedAt?: unknown };
  return new Date(typeof issuedAt === 'string' ? issuedAt : 0);
}

/** Retired ones as well: what they signed before is good. */
async function allKeys(tx: Tx): Promise<ReadonlyMap<string, readonly PublicSigningKey[]>> {
  const keys = new Map<string, PublicSigningKey[]>();
  for (const { memberId, kid, ed25519 } of await tx.memberKey.findMany()) {
    keys.set(memberId, [...(keys.get(memberId) ?? []), { kid, ed25519 }]);
  }
  return keys;
}

async function compareRows(
  tx: Tx,
  written: Map<string, { readonly sha256: string; readonly sequence: number }>,
): Promise<{ rows: number; fault: HistoryFault | null }> {
  let rows = 0;
  for (const table of Object.keys(TABLES) as TableName[]) {
    for (const { key, sha256 } of await TABLES[table].hashes(tx)) {
      const name = `${table} ${key}`;
      const entry = written.get(name);
      if (entry === undefined) return { rows, fault: { sequence: null, problem: `${name} is in no entry` } };
      if (entry.sha256 !== sha256) {
        return { rows, fault: { sequence: entry.sequence, problem: `${name} is not as it was written` } };
      }
      written.delete(name);
      rows += 1;
    }
  }
  for (const [name, { sequence }] of written)
    return { rows, fault: { sequence, problem: `${name} is missing` } };
  return { rows, fault: null };
}
