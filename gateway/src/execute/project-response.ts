/**
 * Hot file. Writes the client's answer from merged data.
 *
 * Invariant: every value in it was checked against the client's schema here; where one is missing or wrong there is
 * null with an error at the client's own path, and null climbs to the next place that may be null (GraphQL § 6.4.4).
 * Guarded by the benchmark scenarios `join`, `list` and `small` (test/bench).
 */
import { Fault, type DataObject, type Path } from './fault.js';
import { isDeeperThan, MAX_JSON_DEPTH } from './json-depth.js';
import type { LinkedField, LinkedShape, LinkedType } from './link-program.js';

/** An error with its place in the client's answer. */
export interface PlacedFault {
  readonly fault: Fault;
  readonly path: Path;
}

export interface Projected {
  /** Null if a null climbed all the way up. */
  readonly data: Record<string, unknown> | null;
  readonly faults: readonly PlacedFault[];
  /** Faults beyond {@link MAX_FAULTS}. */
  readonly omitted: number;
  /** Subgraphs whose values turned out here to be missing or wrong. */
  readonly wrong: ReadonlySet<string>;
}

/** More errors than this tell a reader nothing new. */
export const MAX_FAULTS = 1_000;

/** Null where null is not allowed. */
const BROKEN = Symbol('broken');

/** @param introspected the answers of `__schema` and `__type` by response key */
export function projectResponse(
  root: LinkedShape,
  data: DataObject,
  introspected: Readonly<Record<string, unknown>> | null,
): Projected {
  const writer = new Writer(introspected);
  const written = writer.object(root, data);
  return {
    data: written === BROKEN ? null : (written as Record<string, unknown>),
    faults: writer.faults,
    omitted: writer.omitted,
    wrong: writer.wrong ?? NOBODY,
  };
}

const NOBODY: ReadonlySet<string> = new Set();

class Writer {
  readonly faults: PlacedFault[] = [];
  omitted = 0;
  wrong: Set<string> | null = null;
  /** What was written of a list without a fault: where the same entity stands again, its lists are the same. */
  readonly #lists = new Map<unknown, { readonly type: LinkedType; readonly written: unknown }>();
  readonly #path: (string | number)[] = [];
  readonly #introspected: Readonly<Record<string, unknown>> | null;

  constructor(introspected: Readonly<Record<string, unknown>> | null) {
    this.#introspected = introspected;
  }

  object(shape: LinkedShape, object: DataObject, holder: LinkedField | null = null): unknown {
    let { fields } = shape;
    let typeName = shape.single;
    if (typeName === null) {
      const told = object['__typename'];
      const byType = typeof told === 'string' ? shape.byType.get(told) : undefined;
      if (byType === undefined) return this.#wrong(holder);
      fields = byType;
      typeName = told as string;
    }
    const written: Record<string, unknown> = {};
    for (const field of fields) {
      const { key, type } = field;
      const value = object[field.from];
      if (type.kind === 'String' && typeof value === 'string') {
        written[key] = value;
        continue;
      }
      if (type.kind === 'typename') {
        written[key] = typeName;
        continue;
      }
      this.#path.push(key);
      const next =
        type.kind === 'introspection' ? (this.#introspected?.[key] ?? null) : this.#value(type, value, field);
      this.#path.pop();
      if (next === BROKEN) return BROKEN;
      written[key] = next;
    }
    return written;
  }

  #value(type: LinkedType, value: unknown, field: LinkedField): unknown {
    const written = this.#complete(type, value, field);
    if (written !== null && written !== BROKEN) return written;
    return type.nonNull ? BROKEN : null;
  }

  #complete(type: LinkedType, value: unknown, field: LinkedField): unknown {
    if (value === null) return type.nonNull ? this.#wrong(field) : null;
    if (value instanceof Fault) return this.#tell(value, type);
    if (type.kind === 'list') return this.#list(type, value, field);
    if (type.kind !== 'object') return leaf(type, value) ?? this.#wrong(field);
    return typeof value === 'object' && !Array.isArray(value) && type.shape !== null
      ? this.#entry(type.shape, value as DataObject, field)
      : this.#wrong(field);
  }

  /** An object of another type than the only possible one is not the one that was asked for. */
  #entry(shape: LinkedShape, value: DataObject, field: LinkedField): unknown {
    const told = value['__typename'];
    if (shape.single !== null && told !== undefined && told !== shape.single) return this.#wrong(field);
    return this.object(shape, value, field);
  }

  #list(type: LinkedType, value: unknown, field: LinkedField): unknown {
    const { item } = type;
    if (!Array.isArray(value) || item === null) return this.#wrong(field);
    const known = item.kind === 'object' && value.length > 1 ? this.#lists.get(value) : undefined;
    if (known?.type === type) return known.written;
    const faults = this.faults.length + this.omitted;
    const written: unknown[] = new Array<unknown>(value.length);
    for (let index = 0; index < value.length; index += 1) {
      this.#path.push(index);
      const next = this.#value(item, value[index], field);
      this.#path.pop();
      if (next === BROKEN) return BROKEN;
      written[index] = next;
    }
    if (item.kind === 'object' && value.length > 1 && faults === this.faults.length + this.omitted)
      this.#lists.set(value, { type, written });
    return written;
  }

  #wrong(field: LinkedField | null): null {
    const subgraph = field?.subgraph ?? null;
    if (subgraph !== null) (this.wrong ??= new Set()).add(subgraph);
    return this.#note(new Fault('SUBGRAPH_INVALID_RESPONSE', subgraph), this.#path.slice());
  }

  #tell(fault: Fault, type: LinkedType): null {
    return this.#note(fault, [...this.#path, ...clientPath(fault.below, type)]);
  }

  #note(fault: Fault, path: Path): null {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ fault, path });
    else this.omitted += 1;
    return null;
  }
}

/** @returns undefined if the value is none of that type */
function leaf({ kind, values }: LinkedType, value: unknown): unknown {
  switch (kind) {
    case 'String':
      return typeof value === 'string' ? value : undefined;
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Int':
      return typeof value === 'number' && (value | 0) === value ? value : undefined;
    case 'Float':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'ID':
      return typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : undefined;
    case 'enum':
      return typeof value === 'string' && values?.has(value) === true ? value : undefined;
    case 'any':
      return typeof value === 'function' || isDeeperThan(value, MAX_JSON_DEPTH) ? undefined : value;
    case 'list':
    case 'object':
    case 'typename':
    case 'introspection':
      return undefined;
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
