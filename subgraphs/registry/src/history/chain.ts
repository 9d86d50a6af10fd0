import { createHash } from 'node:crypto';
import type { HistoryEntry } from '../generated/prisma/client.js';

/** What the first entry names as the one before it. */
export const GENESIS = '0'.repeat(64);

/** The hash of an entry: SHA-256 over all it says and the hash of the entry before it. */
export function entryHash(entry: Omit<HistoryEntry, 'hash'>): string {
  const { previousHash, sequence, at, memberId, action, subject, outcome, reason, statement, effect } = entry;
  const parts = [
    previousHash,
    sequence,
    at.toISOString(),
    memberId,
    action,
    subject,
    outcome,
    reason,
    statement,
    effect,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
