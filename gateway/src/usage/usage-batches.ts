import { setImmediate as turn } from 'node:timers/promises';
import { sha256Hex, USAGE_LIMITS, type UsageOperation } from '@modellregion/schema/release';
import type { UsageCount } from './usage-counter.js';

/** Operations in one batch: so few that making it keeps nobody waiting. */
const MAX_OPERATIONS = 100;
/** Characters of one batch, well below what the registry takes after signing. */
const MAX_LENGTH = USAGE_LIMITS.reportLength / 2;

export interface UsageBatches {
  readonly batches: readonly (readonly UsageOperation[])[];
  /** Requests for operations that are too long to be told. */
  readonly untold: number;
}

/**
 * Counts by what the operations say: documents that differ in literals alone are one operation. Requests get their
 * turn in between.
 */
export async function batchesOf(counts: readonly UsageCount[]): Promise<UsageBatches> {
  const operations = new Map<string, UsageOperation>();
  let untold = 0;
  for (const [index, counted] of counts.entries()) {
    if (index % MAX_OPERATIONS === MAX_OPERATIONS - 1) await turn();
    if (counted.operation.signature.length > USAGE_LIMITS.signatureLength) {
      untold += counted.count;
      continue;
    }
    const operation = operationOf(counted);
    const key = JSON.stringify([operation.hash, operation.client.name, operation.client.version]);
    const same = operations.get(key);
    if (same === undefined) operations.set(key, operation);
    else {
      same.count += operation.count;
      same.errors += operation.errors;
    }
  }
  return { batches: inBatches([...operations.values()]), untold };
}

function operationOf({ operation, client, version, count, errors }: UsageCount): UsageOperation {
  const { signature, fields, name } = operation;
  return {
    signature,
    hash: sha256Hex(signature),
    name: name?.slice(0, 200) ?? null,
    client: { name: client, version },
    fields: fields.slice(0, USAGE_LIMITS.fields),
    count,
    errors,
  };
}

function inBatches(operations: readonly UsageOperation[]): UsageOperation[][] {
  const batches: UsageOperation[][] = [];
  let room = 0;
  for (const operation of operations) {
    const length =
      operation.signature.length + operation.fields.reduce((sum, it) => sum + it.length + 3, 300);
    const last = batches.at(-1);
    if (last === undefined || last.length === MAX_OPERATIONS || length > room) {
      batches.push([operation]);
      room = MAX_LENGTH - length;
    } else {
      last.push(operation);
      room -= length;
    }
  }
  return batches;
}
