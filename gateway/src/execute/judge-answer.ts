import type { GraphqlResponse } from '../upstream/graphql-response.js';
import { isDataObject } from './fault.js';
import type { Asked } from './execute-program.js';

/**
 * Whether an answer has the entities that were asked for: as many, each an object or null. One that has not is its
 * subgraph's fault as one that is no GraphQL is, though what is right in it is used.
 *
 * A wrong value in a field is not looked for here: callers choose fields, and one field that is faulty must not take
 * the rest of its subgraph from everybody.
 */
export function answersAll(asked: readonly Asked[], { data, errorCount }: GraphqlResponse): boolean {
  if (data === null) return true;
  for (const { part, targets } of asked) {
    if (part.kind === 'root') continue;
    const entities = data[part.key] ?? null;
    if (entities === null && errorCount > 0) continue;
    if (!isEntityList(entities, targets.length)) return false;
  }
  return true;
}

function isEntityList(entities: unknown, length: number): boolean {
  if (!Array.isArray(entities) || entities.length !== length) return false;
  for (const entity of entities) if (entity !== null && !isDataObject(entity)) return false;
  return true;
}
