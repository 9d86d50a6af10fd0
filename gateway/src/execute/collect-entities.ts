/**
 * Hot file. Finds the objects that a request completes and writes the representations by which it asks for them.
 *
 * Invariant: objects with equal representations are asked for once. Where nothing but what a representation says was
 * read of them, equal objects are one and the same from then on, so that what comes later is done once.
 * Guarded by the benchmark scenarios `join` and `list` (test/bench).
 */
import { Fault, type DataObject } from './fault.js';
import type { JsonBytes } from './json-bytes.js';
import type { LinkedRequired, RequiredFields, Requirements } from './link-program.js';

/** Lists in lists deeper than this are no schema's; a hostile answer would fill the stack. */
export const MAX_LIST_DEPTH = 20;

/** What one representation completes: most often one object, else a list of those that stand for the same entity. */
export type Target = DataObject | readonly DataObject[];

export function forEachObject(targets: readonly Target[], act: (object: DataObject) => void): void {
  for (const target of targets) {
    if (isList(target)) for (const object of target) act(object);
    else act(target);
  }
}

export const isList = (target: Target): target is readonly DataObject[] => Array.isArray(target);

/** Told of the objects at the end of a path, and where each stands. */
interface Visitor {
  meet(object: DataObject, holder: Holder | null, at: string | number): void;
}

type Holder = Record<string | number, unknown>;

/** Follows a path; lists are walked through, nulls and faults skipped. */
function walk(
  value: unknown,
  path: readonly string[],
  step: number,
  depth: number,
  holder: Holder | null,
  at: string | number,
  visitor: Visitor,
): void {
  if (value === null || typeof value !== 'object' || value instanceof Fault) return;
  if (Array.isArray(value)) {
    if (depth === MAX_LIST_DEPTH) return;
    const items = value as unknown[] & Holder;
    for (let index = 0; index < items.length; index += 1)
      walk(items[index], path, step, depth + 1, items, index, visitor);
    return;
  }
  const object = value as DataObject;
  if (step === path.length) {
    visitor.meet(object, holder, at);
    return;
  }
  const name = path[step] ?? '';
  walk(object[name], path, step + 1, 0, object, name, visitor);
}

/** The objects at a path. */
export function objectsAt(root: unknown, path: readonly string[]): readonly DataObject[] {
  const found: DataObject[] = [];
  walk(root, path, 0, 0, null, 0, { meet: (object) => found.push(object) });
  return found;
}

const COMMA = 0x2c;
const NOWHERE = -1;

/** Collects the entities that one part of a request asks for, while the request's body is written. */
export class EntityCollector implements Visitor {
  readonly targets: (DataObject | DataObject[])[] = [];
  /** For each place its entities, each once: what stands below one of them stands below all that are equal. */
  readonly firsts: (readonly DataObject[])[] = [];
  /** Objects that cannot be asked for, because what they are told by is a fault. */
  readonly faulty: (readonly [target: DataObject, fault: Fault])[] = [];
  /** Places in which they stand. */
  objects = 0;
  readonly #requires: Requirements;
  readonly #out: JsonBytes;
  /** Told of objects that now stand in several places. */
  readonly #repeated: Set<object>;
  /** By type and the value of the first field: most often a key, which tells objects apart. */
  readonly #byKey = new Map<unknown, Map<unknown, number>>();
  /** By the text of their representation those that no single value tells apart. */
  #byText: Map<string, number> | null = null;
  /** By representation the last place that had it. */
  readonly #lastPlace: number[] = [];
  #first: DataObject[] = [];
  #replaces = false;

  /** @param out in which the representations are written, with commas between them */
  constructor(requires: Requirements, out: JsonBytes, repeated: Set<object>) {
    this.#requires = requires;
    this.#out = out;
    this.#repeated = repeated;
  }

  /**
   * Begins the next place. {@link collect} then adds what stands there.
   *
   * @param replaces whether equal objects of this place may become one
   */
  place(replaces: boolean): void {
    this.#first = [];
    this.firsts.push(this.#first);
    this.#replaces = replaces;
  }

  collect(root: unknown, path: readonly string[]): void {
    walk(root, path, 0, 0, null, 0, this);
  }

  /** An object of this place. */
  meet(object: DataObject, holder: Holder | null, at: string | number): void {
    const typeName = object['__typename'];
    const fields = this.#requires.of(typeof typeName === 'string' ? typeName : undefined);
    const index = this.#indexOf(object, typeName, fields, holder, at);
    if (index === NOWHERE) return;
    this.objects += 1;
    const place = this.firsts.length;
    if (this.#lastPlace[index] === place) return;
    this.#lastPlace[index] = place;
    const target = this.targets[index];
    const first = Array.isArray(target) ? target[0] : target;
    if (first !== undefined) this.#first.push(first);
  }

  /** @returns the index of its representation */
  #indexOf(
    object: DataObject,
    typeName: unknown,
    { list, scalars }: RequiredFields,
    holder: Holder | null,
    at: string | number,
  ): number {
    const key = scalars === null ? undefined : object[scalars[0] ?? ''];
    if (scalars === null || (typeof key !== 'string' && typeof key !== 'number'))
      return this.#byContent(object, list, holder, at);
    let keys = this.#byKey.get(typeName);
    if (keys === undefined) {
      keys = new Map();
      this.#byKey.set(typeName, keys);
    }
    const known = keys.get(key);
    if (known === undefined) {
      const index = this.#write(object, list) ? this.#add(object) : NOWHERE;
      if (index !== NOWHERE) keys.set(key, index);
      return index;
    }
    if (this.#isEqual(known, object, scalars)) return this.#more(known, object, holder, at);
    return this.#byContent(object, list, holder, at);
  }

  #isEqual(index: number, object: DataObject, scalars: readonly string[]): boolean {
    const target = this.targets[index];
    const first = Array.isArray(target) ? target[0] : target;
    if (first === undefined) return false;
    for (let field = 1; field < scalars.length; field += 1) {
      const name = scalars[field] ?? '';
      const value = object[name];
      // Lists and objects are compared by their text.
      if (value !== first[name] || (typeof value === 'object' && value !== null)) return false;
    }
    return true;
  }

  #byContent(
    object: DataObject,
    list: readonly LinkedRequired[],
    holder: Holder | null,
    at: string | number,
  ): number {
    const before = this.#out.at;
    if (!this.#write(object, list)) return NOWHERE;
    const text = this.#out.textFrom(this.targets.length === 0 ? before : before + 1);
    this.#byText ??= new Map();
    const known = this.#byText.get(text);
    if (known === undefined) {
      const index = this.#add(object);
      this.#byText.set(text, index);
      return index;
    }
    this.#out.at = before;
    return this.#more(known, object, holder, at);
  }

  #add(object: DataObject): number {
    this.#lastPlace.push(0);
    return this.targets.push(object) - 1;
  }

  /** One more object of a representation that is written already. */
  #more(index: number, object: DataObject, holder: Holder | null, at: string | number): number {
    const target = this.targets[index];
    if (target === object || target === undefined) return index;
    const last = Array.isArray(target) ? target[target.length - 1] : target;
    if (last === object || last === undefined) return index;
    if (this.#replaces && holder !== null && this.#lastPlace[index] === this.firsts.length) {
      // The last one is of this place, and nothing tells the two apart.
      holder[at] = last;
      this.#repeated.add(last);
    } else if (Array.isArray(target)) target.push(object);
    else this.targets[index] = [target, object];
    return index;
  }

  /** @returns false, with nothing written, if the object is none of those asked for or lacks what it is told by */
  #write(object: DataObject, list: readonly LinkedRequired[]): boolean {
    if (list.length === 0) return false;
    const out = this.#out;
    const before = out.at;
    if (this.targets.length > 0) out.char(COMMA);
    const fault = writeRepresentation(out, object, list);
    if (fault === null) return true;
    out.at = before;
    if (fault !== UNASKED) this.faulty.push([object, fault]);
    return false;
  }
}

/** The object is none of those asked for, or lacks what it would be told by. */
const UNASKED = new Fault('INTERNAL_SERVER_ERROR', null);

/** @returns why it could not be written; null if it was */
function writeRepresentation(
  out: JsonBytes,
  object: DataObject,
  list: readonly LinkedRequired[],
): Fault | null {
  out.char(0x7b);
  for (let index = 0; index < list.length; index += 1) {
    const field = list[index];
    if (field === undefined) break;
    if (index > 0) out.char(COMMA);
    out.put(field.name);
    const fault =
      field.constant === null
        ? writeValue(out, object[field.from], field.under, 0)
        : put(out, field.constant);
    if (fault !== null) return fault;
  }
  out.char(0x7d);
  return null;
}

function put(out: JsonBytes, ready: Uint8Array): null {
  out.put(ready);
  return null;
}

function writeValue(out: JsonBytes, value: unknown, under: Requirements | null, depth: number): Fault | null {
  if (typeof value === 'string' && under === null) {
    out.string(value);
    return null;
  }
  if (value === null) {
    out.raw('null');
    return null;
  }
  // What JSON does not have was inherited, not answered.
  if (value === undefined || typeof value === 'function') return UNASKED;
  if (value instanceof Fault) return value;
  if (under === null) {
    if (typeof value === 'number') out.number(value);
    else out.raw(JSON.stringify(value));
    return null;
  }
  if (typeof value !== 'object' || depth === MAX_LIST_DEPTH) return UNASKED;
  if (!Array.isArray(value)) {
    const object = value as DataObject;
    const typeName = object['__typename'];
    const { list } = under.of(typeof typeName === 'string' ? typeName : undefined);
    return list.length === 0 ? UNASKED : writeRepresentation(out, object, list);
  }
  out.char(0x5b);
  for (let index = 0; index < value.length; index += 1) {
    if (index > 0) out.char(COMMA);
    const fault = writeValue(out, value[index], under, depth + 1);
    if (fault !== null) return fault;
  }
  out.char(0x5d);
  return null;
}
