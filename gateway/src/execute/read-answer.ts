/**
 * Hot file. Takes a subgraph's answer over into merged data.
 *
 * Invariant: into objects that several requests write to goes only what this request asked for, for the type that
 * the object has. Objects that no other request writes to stay as they were parsed: of them the client's answer reads
 * only what this request asked for, because nobody else was asked for anything there.
 * Guarded by the benchmark scenarios `join` and `list` (test/bench).
 */
import { MAX_LIST_DEPTH } from './collect-entities.js';
import { Fault, isDataObject, type DataObject } from './fault.js';
import type { LinkedReader, LinkedReadField } from './link-program.js';

/** @param typeName of the object that is written to, if it is known better than from the answer */
export function readInto(
  target: DataObject,
  source: DataObject,
  reader: LinkedReader,
  typeName: unknown = source['__typename'],
): void {
  const { fields, standIns } = reader;
  for (const field of fields) {
    if (field.on !== null && typeof typeName === 'string' && !field.on.has(typeName)) continue;
    const value = source[field.from];
    if (value === undefined || typeof value === 'function') continue;
    if (field.to === '__typename') readTypeName(target, value, standIns);
    else take(target, field, value);
  }
}

/**
 * Gives an object what was read into another one that stands for the same entity: the same values, so that what is
 * merged into them later is there for both.
 */
export function shareInto(
  target: DataObject,
  first: DataObject,
  source: DataObject,
  reader: LinkedReader,
): void {
  const typeName = entityType(first, source, reader);
  for (const field of reader.fields) {
    if (field.on !== null && typeof typeName === 'string' && !field.on.has(typeName)) continue;
    const value = first[field.to];
    if (field.to === '__typename') readTypeName(target, value, reader.standIns);
    else if (isMissing(target[field.to])) target[field.to] = value;
    else take(target, field, source[field.from]);
  }
}

const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || typeof value === 'function' || value instanceof Fault;

function take(target: DataObject, { to, reader }: LinkedReadField, value: unknown): void {
  const here = target[to];
  if (isMissing(here)) {
    if (value === undefined) return;
    if (value !== null || here === undefined) target[to] = reader === null ? value : tidy(value, reader, 0);
  } else if (reader !== null) mergeInto(here, value, reader);
}

/** The type of an entity: as it is known here, or as the subgraph says that was asked for it. */
export function entityType(target: DataObject, source: DataObject, { standIns }: LinkedReader): unknown {
  const here = target['__typename'];
  const told = source['__typename'];
  return typeof here === 'string' && (told === undefined || !standIns.has(here)) ? here : told;
}

/** An interface object's own name gives way to the type it turns out to be; a type that is known stays. */
function readTypeName(target: DataObject, value: unknown, standIns: ReadonlySet<string>): void {
  const here = target['__typename'];
  if (typeof here !== 'string' || standIns.has(here)) target['__typename'] = value;
}

/** Two subgraphs each answered a part of one value (`@shareable`): the parts are put together. */
function mergeInto(here: unknown, value: unknown, reader: LinkedReader): void {
  if (Array.isArray(here) && Array.isArray(value)) {
    const { length } = here;
    for (let index = 0; index < length && index < value.length; index += 1)
      mergeInto(here[index], value[index], reader);
  } else if (isDataObject(here) && isDataObject(value)) readInto(here, value, reader);
}

/** @returns the value with everything rebuilt that has to be; most values as they are */
function tidy(value: unknown, reader: LinkedReader, depth: number): unknown {
  if (!reader.rebuild && !reader.walk) return value;
  if (Array.isArray(value)) {
    // Deeper than any schema: not a value of this type, which the writer of the answer then says.
    if (depth === MAX_LIST_DEPTH) return undefined;
    for (let index = 0; index < value.length; index += 1)
      value[index] = tidy(value[index], reader, depth + 1);
    return value;
  }
  if (!isDataObject(value)) return value;
  if (reader.rebuild && !holdsOnly(value, reader.keys)) {
    const rebuilt: DataObject = {};
    readInto(rebuilt, value, reader);
    return rebuilt;
  }
  if (!reader.walk) return value;
  for (const field of reader.fields) {
    const below = value[field.to];
    if (field.reader !== null && typeof below === 'object' && below !== null)
      value[field.to] = tidy(below, field.reader, 0);
  }
  return value;
}

/** An object with nothing but what was asked for can be written into as it is. */
function holdsOnly(value: DataObject, keys: ReadonlySet<string> | null): boolean {
  if (keys === null) return false;
  for (const key in value) if (!keys.has(key)) return false;
  return true;
}

/** Writes one value at every field that was asked for and has none yet. */
export function fill(target: DataObject, { fields, standIns }: LinkedReader, value: Fault | null): void {
  const typeName = target['__typename'];
  const isKnown = typeof typeName === 'string' && !standIns.has(typeName);
  for (const { to, on } of fields) {
    if (to === '__typename' || (on !== null && isKnown && !on.has(typeName))) continue;
    const here = target[to];
    if (here === undefined || typeof here === 'function' || (here === null && value !== null))
      target[to] = value;
  }
}
