/**
 * Hot file. Finds the objects that a request completes and writes the representations by which it asks for them.
 *
 * Invariant: objects with equal representations are asked for once; the text of a representation is its identity.
 * Guarded by the benchmark scenarios `join` and `list` (test/bench).
 */
import { Fault, type DataObject } from './fault.js';
import type { LinkedPart, LinkedRequired, RequiredFields, Requirements } from './link-program.js';

/** Lists in lists deeper than this are no schema's; a hostile answer would fill the stack. */
export const MAX_LIST_DEPTH = 20;

/** What one representation completes: most often one object, else a list of those that stand for the same entity. */
export type Target = DataObject | readonly DataObject[];

/** The entities that one part of a request asks for. */
export interface Collected {
  /** Representations as they stand in the body, each once. */
  readonly representations: readonly string[];
  readonly targets: readonly Target[];
  /** For each place its entities, each once: what stands below one of them stands below all that are equal. */
  readonly firsts: readonly (readonly DataObject[])[];
  /** Objects that cannot be asked for, because what they are told by is a fault. */
  readonly faulty: readonly (readonly [target: DataObject, fault: Fault])[];
}

export function forEachObject(targets: readonly Target[], act: (object: DataObject) => void): void {
  for (const target of targets) {
    if (isList(target)) for (const object of target) act(object);
    else act(target);
  }
}

export const isList = (target: Target): target is readonly DataObject[] => Array.isArray(target);

/** The objects at a path; lists are walked through, nulls and faults skipped. */
export function objectsAt(root: unknown, path: readonly string[]): readonly DataObject[] {
  const found: DataObject[] = [];
  walk(root, path, 0, 0, found);
  return found;
}

function walk(
  value: unknown,
  path: readonly string[],
  step: number,
  depth: number,
  found: DataObject[],
): void {
  if (value === null || typeof value !== 'object' || value instanceof Fault) return;
  if (Array.isArray(value)) {
    if (depth === MAX_LIST_DEPTH) return;
    for (const item of value) walk(item, path, step, depth + 1, found);
    return;
  }
  const object = value as DataObject;
  if (step === path.length) found.push(object);
  else walk(object[path[step] ?? ''], path, step + 1, 0, found);
}

/** @param objects by place */
export function collectEntities(
  objects: readonly (readonly DataObject[])[],
  { requires }: LinkedPart,
): Collected {
  const collector = new Collector(requires);
  const firsts = objects.map((list, place) => collector.collect(list, place));
  const { representations, targets, faulty } = collector;
  return { representations, targets, firsts, faulty };
}

class Collector {
  readonly representations: string[] = [];
  readonly targets: (DataObject | DataObject[])[] = [];
  readonly faulty: (readonly [DataObject, Fault])[] = [];
  readonly #requires: Requirements;
  readonly #byText = new Map<string, number>();
  /** Where one value tells objects of a type apart, its text need not be written to find it again. */
  readonly #byKey = new Map<unknown, Map<unknown, number>>();
  /** By representation the last place that had it. */
  readonly #lastPlace: number[] = [];

  constructor(requires: Requirements) {
    this.#requires = requires;
  }

  /** @returns the entities of this place, each once */
  collect(objects: readonly DataObject[], place: number): readonly DataObject[] {
    const firsts: DataObject[] = [];
    for (const object of objects) {
      const index = this.#indexOf(object);
      if (index === -1 || this.#lastPlace[index] === place) continue;
      this.#lastPlace[index] = place;
      const target = this.targets[index];
      const first = Array.isArray(target) ? target[0] : target;
      if (first !== undefined) firsts.push(first);
    }
    return firsts;
  }

  /** @returns the index of its representation; -1: it has none */
  #indexOf(object: DataObject): number {
    const typeName = object['__typename'];
    const fields = this.#requires.of(typeof typeName === 'string' ? typeName : undefined);
    const key = fields.key === null ? undefined : object[fields.key];
    if (typeof key !== 'string' && typeof key !== 'number') return this.#byContent(object, fields);
    let keys = this.#byKey.get(typeName);
    if (keys === undefined) {
      keys = new Map();
      this.#byKey.set(typeName, keys);
    }
    const known = keys.get(key);
    if (known !== undefined) return this.#more(known, object);
    const index = this.#byContent(object, fields);
    if (index !== -1) keys.set(key, index);
    return index;
  }

  #byContent(object: DataObject, fields: RequiredFields): number {
    const text = representationOf(object, fields.list);
    if (text === null) return -1;
    if (typeof text !== 'string') {
      this.faulty.push([object, text]);
      return -1;
    }
    // Where a key tells objects apart, equal texts have met before.
    const known = fields.key === null ? this.#byText.get(text) : undefined;
    if (known !== undefined) return this.#more(known, object);
    const index = this.representations.push(text) - 1;
    if (fields.key === null) this.#byText.set(text, index);
    this.targets.push(object);
    this.#lastPlace.push(-1);
    return index;
  }

  #more(index: number, object: DataObject): number {
    const target = this.targets[index];
    if (Array.isArray(target)) target.push(object);
    else if (target !== undefined) this.targets[index] = [target, object];
    return index;
  }
}

/** @returns null if the object is none of those asked for, or lacks what it would be told by */
function representationOf(object: DataObject, fields: readonly LinkedRequired[]): string | Fault | null {
  if (fields.length === 0) return null;
  let text = '';
  for (const field of fields) {
    const value = field.constant ?? valueText(object[field.from], field.under, 0);
    if (value === null || typeof value !== 'string') return value;
    text += text === '' ? field.name + value : `,${field.name}${value}`;
  }
  return `{${text}}`;
}

function nestedText(object: DataObject, requires: Requirements): string | Fault | null {
  const typeName = object['__typename'];
  return representationOf(object, requires.of(typeof typeName === 'string' ? typeName : undefined).list);
}

function valueText(value: unknown, under: Requirements | null, depth: number): string | Fault | null {
  if (value === null) return 'null';
  // What JSON does not have was inherited, not answered.
  if (value === undefined || typeof value === 'function') return null;
  if (value instanceof Fault) return value;
  if (under === null) return scalarText(value);
  if (typeof value !== 'object' || depth === MAX_LIST_DEPTH) return null;
  if (!Array.isArray(value)) return nestedText(value as DataObject, under);
  let text = '[';
  for (let index = 0; index < value.length; index += 1) {
    const item = valueText(value[index], under, depth + 1);
    if (item === null || typeof item !== 'string') return item;
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

/** Text that JSON writes as it is. */
const PLAIN = /^[\w .:/+-]*$/;

/** For short plain text it takes half as long to look at it as to have it written. */
function scalarText(value: unknown): string {
  if (typeof value === 'string' && value.length <= 64 && PLAIN.test(value)) return `"${value}"`;
  return JSON.stringify(value);
}
