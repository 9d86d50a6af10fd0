import { checkedErrorParams, errorEntry, isErrorCode, type ErrorCode } from '@modellregion/schema';
import { readResponsePath } from '../errors/response-path.js';
import type { GraphqlResponse, SubgraphError } from '../upstream/graphql-response.js';
import { forEachObject, isList, type Target } from './collect-entities.js';
import { Fault, isDataObject, type DataObject, type Path } from './fault.js';
import type { LinkedPart, LinkedReader } from './link-program.js';
import { fill } from './read-answer.js';

/** One part of a request with the objects it was to complete. */
export interface AskedPart {
  readonly part: LinkedPart;
  /** Root fields: the objects at their path. Entities: what each representation completes. */
  readonly targets: readonly Target[];
}

/**
 * Puts a subgraph's errors where their data is missing.
 *
 * Of an error three things are taken over, each checked: a code that a caller can cause (anything else is
 * SUBGRAPH_ERROR), the small facts that go with it, and a path to a place that was asked for. Its text and all else
 * stay here. What is missing without an error of its own gets the first one that fits.
 *
 * @param clientCodes false if the answer came with an HTTP error: the call as a whole was refused, and "sign in"
 *   would be said to us, not to the citizen
 * @returns errors that belong to no place; the client reads them without a path
 */
export function placeErrors(
  response: GraphqlResponse,
  asked: readonly AskedPart[],
  subgraph: string,
  clientCodes: boolean,
): readonly Fault[] {
  const unplaced: Fault[] = [];
  let first: Fault | null = null;
  for (const error of response.errors) {
    const code = clientCodes ? clientCode(error) : 'SUBGRAPH_ERROR';
    const fault = new Fault(code, subgraph, clientCodes ? checkedErrorParams(error.extensions) : {});
    first ??= fault;
    const path = readResponsePath(error.path);
    if (path === null || !asked.some((it) => place(it, path, fault))) unplaced.push(fault);
  }
  if (response.data !== null || first === null) return unplaced;
  for (const it of asked) fillAll(it, first);
  return [];
}

/** Marks all that was asked for and is not there. */
export function fillAll({ part, targets }: AskedPart, value: Fault | null): void {
  forEachObject(targets, (target) => {
    fill(target, part.reader, value);
  });
}

function clientCode(error: SubgraphError): ErrorCode {
  const code = error.extensions['code'];
  return isErrorCode(code) && errorEntry(code).origin === 'client' ? code : 'SUBGRAPH_ERROR';
}

/** @returns false if the path leads to nothing that this part asked for, or to data that is there */
function place({ part, targets }: AskedPart, path: Path, fault: Fault): boolean {
  if (part.kind === 'root') return placeInAll(objectsOf(targets[0]), part.reader, path, fault);
  const [key, index, ...rest] = path;
  if (key !== part.key || typeof index !== 'number') return false;
  const list = objectsOf(targets[index]);
  if (rest.length > 0) return placeInAll(list, part.reader, rest, fault);
  for (const target of list) fill(target, part.reader, fault);
  return list.length > 0;
}

function objectsOf(target: Target | undefined): readonly DataObject[] {
  if (target === undefined) return [];
  return isList(target) ? target : [target];
}

function placeInAll(targets: readonly DataObject[], reader: LinkedReader, path: Path, fault: Fault): boolean {
  let placed = false;
  for (const target of targets) placed = placeBelow(target, reader, path, 0, fault) || placed;
  return placed;
}

function placeBelow(
  holder: DataObject | unknown[],
  reader: LinkedReader,
  path: Path,
  step: number,
  fault: Fault,
): boolean {
  const part = path[step];
  if (part === undefined) return false;
  let key: string | number = part;
  let below: LinkedReader | null = reader;
  if (typeof part === 'string') {
    if (Array.isArray(holder)) return false;
    const field = fieldOf(reader, part, holder['__typename']);
    if (field === undefined) return false;
    key = field.to;
    below = field.reader;
  } else if (!Array.isArray(holder) || part >= holder.length) return false;
  const at = holder as Record<string | number, unknown>;
  const value = at[key];
  if (value instanceof Fault) return true;
  if (value === null || value === undefined || typeof value === 'function') {
    at[key] = fault.at(internalPath(path.slice(step + 1), below));
    return true;
  }
  if (below === null || !(Array.isArray(value) || isDataObject(value))) return false;
  return placeBelow(value, below, path, step + 1, fault);
}

function fieldOf(
  reader: LinkedReader,
  from: string,
  typeName: unknown,
): LinkedReader['fields'][number] | undefined {
  const named = reader.fields.filter((field) => field.from === from);
  return (
    named.find(({ on }) => on === null || (typeof typeName === 'string' && on.has(typeName))) ?? named[0]
  );
}

function internalPath(path: Path, reader: LinkedReader | null): Path {
  let at = reader;
  const internal: (string | number)[] = [];
  for (const part of path) {
    if (typeof part === 'number') {
      internal.push(part);
      continue;
    }
    const field = at?.fields.find(({ from }) => from === part);
    if (field === undefined) break;
    internal.push(field.to);
    at = field.reader;
  }
  return internal;
}
