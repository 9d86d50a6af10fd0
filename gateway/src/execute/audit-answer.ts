import { MAX_LIST_DEPTH } from './collect-entities.js';
import { isDataObject, type DataObject } from './fault.js';
import type { LinkedReader, LinkedRequest } from './link-program.js';

/**
 * Counts keys that a subgraph sent without being asked. They are never read; the count tells who runs the region that
 * a subgraph does not keep to the contract.
 *
 * Looking at every key of every answer costs as much as reading it, so a request whose answers were right so often is
 * looked at once in a while.
 */
export interface AnswerAudit {
  /** @returns how many keys nobody had asked for; 0 also if this answer was not looked at */
  unrequested(data: DataObject): number;
}

/** Right answers in a row after which not every one is looked at. */
const TRUSTED_AFTER = 16;
/** Of a trusted request's answers one in so many is looked at. */
const ONE_IN = 16;

export function createAnswerAudit({ parts }: Pick<LinkedRequest, 'parts'>): AnswerAudit {
  let right = 0;
  let answers = 0;
  return {
    unrequested: (data) => {
      answers += 1;
      if (right >= TRUSTED_AFTER && answers % ONE_IN !== 0) return 0;
      const count = countRoot(data, parts);
      right = count === 0 ? right + 1 : 0;
      return count;
    },
  };
}

function countRoot(data: DataObject, parts: LinkedRequest['parts']): number {
  let count = 0;
  const [first] = parts;
  if (first?.kind === 'root') return countObject(data, first.reader);
  for (const [key, value] of Object.entries(data)) {
    const part = parts.find((it) => it.key === key);
    count += part === undefined ? 1 : countValue(value, part.reader, 0);
  }
  return count;
}

function countValue(value: unknown, reader: LinkedReader, depth: number): number {
  if (isDataObject(value)) return countObject(value, reader);
  if (!Array.isArray(value) || depth === MAX_LIST_DEPTH) return 0;
  let count = 0;
  for (const item of value) count += countValue(item, reader, depth + 1);
  return count;
}

function countObject(object: DataObject, { fields }: LinkedReader): number {
  const typeName = object['__typename'];
  let count = 0;
  for (const key of Object.keys(object)) {
    const field = fields.find(
      ({ from, on }) => from === key && (on === null || typeof typeName !== 'string' || on.has(typeName)),
    );
    // The type is told by many subgraphs as a matter of course; it harms nobody.
    if (field === undefined) count += key === '__typename' ? 0 : 1;
    else if (field.reader !== null) count += countValue(object[key], field.reader, 0);
  }
  return count;
}
