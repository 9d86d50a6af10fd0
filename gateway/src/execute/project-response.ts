/**
 * Hot file. Writes the client's answer from merged data.
 *
 * Invariant: every value in it was checked against the client's schema here; where one is missing or wrong there is
 * null with an error at the client's own path, and null climbs to the next place that may be null (GraphQL § 6.4.4).
 * Guarded by the benchmark scenarios `join`, `list` and `small` (test/bench).
 */
import type { Merged } from './execute-program.js';
import { Fault, type DataObject, type Path } from './fault.js';
import { JsonBytes } from './json-bytes.js';
import { isDeeperThan, MAX_JSON_DEPTH } from './json-depth.js';
import type { LinkedField, LinkedShape, LinkedType } from './link-program.js';

/** An error with its place in the client's answer. */
export interface PlacedFault {
  readonly fault: Fault;
  readonly path: Path;
}

export interface Projected {
  /** The answer's data, written as `{"data":…}` and a line feed; null in it if a null climbed all the way up. */
  readonly body: Buffer;
  readonly faults: readonly PlacedFault[];
  /** Faults beyond {@link MAX_FAULTS}. */
  readonly omitted: number;
  /** Subgraphs whose values turned out here to be missing or wrong. */
  readonly wrong: ReadonlySet<string>;
}

/** More errors than this tell a reader nothing new. */
export const MAX_FAULTS = 1_000;

/** Grows with the largest answer. */
const MEMORY = new JsonBytes(262_144);

const NULL = Buffer.from('null');
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const DATA = Buffer.from('{"data":');
/** Apollo Server ends its answers with a line feed, and so do we. */
const END = Buffer.from('}\n');
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

/**
 * @param repeated objects that stand in several places of `data`
 * @param unknown objects that a subgraph did not know when it was asked for them, with that subgraph
 * @param introspected the answers of `__schema` and `__type` by response key
 */
export function projectResponse(
  root: LinkedShape,
  { data, repeated, unknown }: Pick<Merged, 'data' | 'repeated' | 'unknown'>,
  introspected: Readonly<Record<string, unknown>> | null,
): Projected {
  const writer = new Writer(repeated, unknown, introspected);
  MEMORY.begin();
  MEMORY.put(DATA);
  const { at } = MEMORY;
  if (!writer.object(root, data, null)) {
    MEMORY.at = at;
    MEMORY.put(NULL);
  }
  MEMORY.put(END);
  return {
    body: MEMORY.bytes(),
    faults: writer.faults,
    omitted: writer.omitted,
    wrong: writer.wrong ?? NOBODY,
  };
}

const NOBODY: ReadonlySet<string> = new Set();

/** Where something was written, and as what. */
interface Written {
  readonly as: LinkedShape | LinkedType;
  readonly start: number;
  readonly end: number;
}

/**
 * What a method writes is whole when it says true. When it says false, a null is on its way up: whoever may be null
 * sets the text back to where it began and writes null.
 */
class Writer {
  readonly faults: PlacedFault[] = [];
  omitted = 0;
  wrong: Set<string> | null = null;
  readonly #repeated: ReadonlySet<object>;
  readonly #unknown: ReadonlyMap<object, string>;
  /** What was written without a fault, by object or list: where the same stands again, its text is the same. */
  readonly #written = new Map<unknown, Written>();
  readonly #path: (string | number)[] = [];
  #depth = 0;
  readonly #introspected: Readonly<Record<string, unknown>> | null;

  constructor(
    repeated: ReadonlySet<object>,
    unknown: ReadonlyMap<object, string>,
    introspected: Readonly<Record<string, unknown>> | null,
  ) {
    this.#repeated = repeated;
    this.#unknown = unknown;
    this.#introspected = introspected;
  }

  object(shape: LinkedShape, object: DataObject, holder: LinkedField | null): boolean {
    if (this.#repeated.size > 0 && this.#repeated.has(object)) {
      if (this.#again(shape, object)) return true;
      const start = MEMORY.at;
      const before = this.faults.length + this.omitted;
      if (!this.#fields(shape, object, holder)) return false;
      this.#keep(shape, object, start, before);
      return true;
    }
    return this.#fields(shape, object, holder);
  }

  #fields(shape: LinkedShape, object: DataObject, holder: LinkedField | null): boolean {
    let { fields } = shape;
    let typeName = shape.single;
    if (typeName === null) {
      const told = object['__typename'];
      const byType = typeof told === 'string' ? shape.byType.get(told) : undefined;
      if (byType === undefined) {
        this.#wrong(holder);
        return false;
      }
      fields = byType;
      typeName = told as string;
    }
    const start = MEMORY.at;
    const depth = this.#depth;
    this.#depth = depth + 1;
    for (const field of fields) {
      const { type } = field;
      const value = object[field.from];
      MEMORY.put(field.name);
      if (type.kind === 'String' && typeof value === 'string') {
        MEMORY.string(value);
        continue;
      }
      if (type.kind === 'typename') {
        MEMORY.string(typeName);
        continue;
      }
      this.#path[depth] = field.key;
      if (type.kind === 'introspection') MEMORY.raw(JSON.stringify(this.#introspected?.[field.key] ?? null));
      else if (value === null && type.nonNull && this.#unknown.get(object) === field.subgraph) {
        // Its answer was right; who refers to the object was not.
        this.#note(new Fault('ENTITY_NOT_FOUND', field.subgraph), this.#here());
        this.#depth = depth;
        return false;
      } else if (!this.#value(type, value, field)) {
        this.#depth = depth;
        return false;
      }
    }
    this.#depth = depth;
    if (fields.length === 0) MEMORY.char(OPEN_OBJECT);
    else MEMORY.set(start, OPEN_OBJECT);
    MEMORY.char(CLOSE_OBJECT);
    return true;
  }

  /** @returns false if null stands where it may not */
  #value(type: LinkedType, value: unknown, field: LinkedField): boolean {
    if (value === null || value === undefined) {
      if (value === undefined || type.nonNull) this.#wrong(field);
      return this.#null(type);
    }
    if (value instanceof Fault) {
      this.#note(value, [...this.#here(), ...clientPath(value.below, type)]);
      return this.#null(type);
    }
    const { kind } = type;
    if (kind === 'object' || kind === 'list') {
      const start = MEMORY.at;
      if (kind === 'object' ? this.#entry(type, value, field) : this.#list(type, value, field)) return true;
      this.#forget(start);
      return this.#null(type);
    }
    if (writeLeaf(type, value)) return true;
    this.#wrong(field);
    return this.#null(type);
  }

  /** An object of another type than the only possible one is not the one that was asked for. */
  #entry({ shape }: LinkedType, value: unknown, field: LinkedField): boolean {
    if (typeof value === 'object' && !Array.isArray(value) && shape !== null) {
      const object = value as DataObject;
      if (shape.single === null) return this.object(shape, object, field);
      const told = object['__typename'];
      if (told === undefined || told === shape.single) return this.object(shape, object, field);
    }
    this.#wrong(field);
    return false;
  }

  #list(type: LinkedType, value: unknown, field: LinkedField): boolean {
    const { item } = type;
    if (!Array.isArray(value) || item === null) {
      this.#wrong(field);
      return false;
    }
    const keeps = item.kind === 'object' && value.length > 1;
    if (keeps && this.#again(type, value)) return true;
    const start = MEMORY.at;
    const before = this.faults.length + this.omitted;
    const depth = this.#depth;
    this.#depth = depth + 1;
    MEMORY.char(OPEN_LIST);
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0) MEMORY.char(COMMA);
      this.#path[depth] = index;
      if (!this.#value(item, value[index], field)) {
        this.#depth = depth;
        return false;
      }
    }
    this.#depth = depth;
    MEMORY.char(CLOSE_LIST);
    if (keeps) this.#keep(type, value, start, before);
    return true;
  }

  /** @returns whether the same was written before; then it stands here as well */
  #again(as: LinkedShape | LinkedType, value: unknown): boolean {
    const known = this.#written.get(value);
    if (known?.as !== as) return false;
    MEMORY.again(known.start, known.end);
    return true;
  }

  #keep(as: LinkedShape | LinkedType, value: unknown, start: number, faultsBefore: number): void {
    // A fault has to be told at each of its places.
    if (faultsBefore === this.faults.length + this.omitted)
      this.#written.set(value, { as, start, end: MEMORY.at });
  }

  /** Takes back what was written from there on. */
  #forget(start: number): void {
    if (MEMORY.at === start) return;
    MEMORY.at = start;
    this.#written.clear();
  }

  /** @returns false if it may not be null */
  #null(type: LinkedType): boolean {
    if (type.nonNull) return false;
    MEMORY.put(NULL);
    return true;
  }

  #wrong(field: LinkedField | null): void {
    const subgraph = field?.subgraph ?? null;
    if (subgraph !== null) (this.wrong ??= new Set()).add(subgraph);
    this.#note(new Fault('SUBGRAPH_INVALID_RESPONSE', subgraph), this.#here());
  }

  #here(): (string | number)[] {
    return this.#path.slice(0, this.#depth);
  }

  #note(fault: Fault, path: Path): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ fault, path });
    else this.omitted += 1;
  }
}

/** @returns false, with nothing written, if the value is none of that type */
function writeLeaf({ kind, values }: LinkedType, value: unknown): boolean {
  switch (kind) {
    case 'String':
      if (typeof value !== 'string') return false;
      MEMORY.string(value);
      return true;
    case 'ID':
      if (typeof value !== 'string' && !Number.isInteger(value)) return false;
      MEMORY.string(String(value));
      return true;
    case 'Int':
      if (typeof value !== 'number' || (value | 0) !== value) return false;
      MEMORY.number(value);
      return true;
    case 'Float':
      if (typeof value !== 'number' || !Number.isFinite(value)) return false;
      MEMORY.number(value);
      return true;
    case 'Boolean':
      if (typeof value !== 'boolean') return false;
      MEMORY.put(value ? TRUE : FALSE);
      return true;
    case 'enum':
      if (typeof value !== 'string' || values?.has(value) !== true) return false;
      MEMORY.string(value);
      return true;
    case 'any':
      if (typeof value === 'function' || isDeeperThan(value, MAX_JSON_DEPTH)) return false;
      MEMORY.raw(JSON.stringify(value));
      return true;
    case 'list':
    case 'object':
    case 'typename':
    case 'introspection':
      return false;
  }
}

/** The client's names for a path below its place, as far as the client asked for it. */
function clientPath(below: Path, type: LinkedType): Path {
  const path: (string | number)[] = [];
  let at: LinkedType | null = type;
  for (const part of below) {
    if (typeof part === 'number') {
      path.push(part);
      at = at?.item ?? null;
      continue;
    }
    while (at?.kind === 'list') at = at.item;
    const field: LinkedField | undefined = fieldsOf(at?.shape).find(({ from }) => from === part);
    if (field === undefined) break;
    path.push(field.key);
    at = field.type;
  }
  return path;
}

function fieldsOf(shape: LinkedShape | null | undefined): readonly LinkedField[] {
  if (shape === null || shape === undefined) return [];
  return shape.single === null ? [...shape.byType.values()].flat() : shape.fields;
}
