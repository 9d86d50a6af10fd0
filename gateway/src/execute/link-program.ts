import type {
  AnswerField,
  ContextArgument,
  EntityPlace,
  Program,
  ReadField,
  RequestPart,
  RequestPlan,
  RequiredField,
  RequiredVariant,
  Shape,
  TypePlan,
} from '../plan/program.js';

import { createAnswerAudit, type AnswerAudit } from './audit-answer.js';

/** A program with its indexes followed, as the executor walks it. */
export interface LinkedProgram {
  readonly requests: readonly LinkedRequest[];
  readonly root: LinkedShape;
  /** Names behind the indexes of a request's plan; for who asks to see it. */
  readonly typeSets: Program['typeSets'];
  readonly contextual: boolean;
}

export interface LinkedRequest {
  readonly plan: RequestPlan;
  /** The body up to its variables. */
  readonly head: Uint8Array;
  readonly parts: readonly LinkedPart[];
  readonly audit: AnswerAudit;
  /** Indexes of the requests that wait for this one. */
  readonly before: readonly number[];
}

export interface LinkedPart {
  readonly kind: 'root' | 'entities';
  readonly key: string;
  /** The name of the variable that holds its representations, with quotes and colon. */
  readonly variable: Uint8Array;
  /** Root fields: the one place they belong to. */
  readonly places: readonly EntityPlace[];
  readonly reader: LinkedReader;
  readonly requires: Requirements;
  readonly contexts: readonly LinkedContext[];
}

export interface LinkedReader {
  readonly fields: readonly LinkedReadField[];
  readonly rebuild: boolean;
  readonly walk: boolean;
  /** The keys that were asked for; null: which ones depends on the object's type, or they get other names. */
  readonly keys: ReadonlySet<string> | null;
  /** Interfaces that some subgraph knows as objects; their names stand in for a type not yet known. */
  readonly standIns: ReadonlySet<string>;
}

export interface LinkedReadField {
  readonly from: string;
  readonly to: string;
  readonly on: ReadonlySet<string> | null;
  readonly reader: LinkedReader | null;
}

export interface LinkedContext {
  readonly variable: string;
  readonly up: number;
  readonly steps: readonly { readonly on: ReadonlySet<string> | null; readonly from: string }[];
}

export interface LinkedRequired {
  readonly from: string;
  readonly to: string;
  /** The name with its quotes and colon, as it stands in a body. */
  readonly name: Uint8Array;
  /** The value in a body where it is the same for all. */
  readonly constant: Uint8Array | null;
  readonly under: Requirements | null;
}

/** What a representation holds of objects of one type. */
export interface RequiredFields {
  readonly list: readonly LinkedRequired[];
  /** Names of those whose values differ from object to object, if none of them has fields below it; else null. */
  readonly scalars: readonly string[] | null;
}

/** What a representation holds, by the type of the object; worked out once for each type that is met. */
export class Requirements {
  readonly #variants: readonly {
    readonly on: ReadonlySet<string> | null;
    readonly fields: LinkedRequired[];
  }[];
  readonly #byType = new Map<string | undefined, RequiredFields>();

  constructor(variants: readonly RequiredVariant[], sets: readonly ReadonlySet<string>[]) {
    this.#variants = variants.map(({ on, fields }) => ({
      on: on === null ? null : (sets[on] ?? null),
      fields: fields.map((field) => linkRequired(field, sets)),
    }));
  }

  /** @returns an empty list if nothing is asked for objects of that type */
  of(typeName: string | undefined): RequiredFields {
    const known = this.#byType.get(typeName);
    if (known !== undefined) return known;
    const fields = new Map<string, LinkedRequired>();
    for (const variant of this.#variants) {
      if (variant.on !== null && (typeName === undefined || !variant.on.has(typeName))) continue;
      // A constant stands in for the value whichever of the conditions names the field.
      for (const field of variant.fields)
        if ((fields.get(field.to)?.constant ?? null) === null) fields.set(field.to, field);
    }
    const list = [...fields.values()];
    const values = list.filter((field) => field.constant === null && field.from !== '__typename');
    const flat = values.length > 0 && values.every(({ under }) => under === null);
    const found = { list, scalars: flat ? values.map(({ from }) => from) : null };
    // Type names come from subgraphs: only as many are remembered as a schema may have.
    if (this.#byType.size < 1_000) this.#byType.set(typeName, found);
    return found;
  }
}

function linkRequired(field: RequiredField, sets: readonly ReadonlySet<string>[]): LinkedRequired {
  return {
    from: field.from,
    to: field.to,
    name: Buffer.from(`${JSON.stringify(field.to)}:`),
    constant: field.constant === null ? null : Buffer.from(JSON.stringify(field.constant)),
    under: field.under === null ? null : new Requirements(field.under, sets),
  };
}

export interface LinkedShape {
  readonly single: string | null;
  readonly byType: ReadonlyMap<string, readonly LinkedField[]>;
  /** The fields of the only type; empty if the type is abstract. */
  readonly fields: readonly LinkedField[];
}

export interface LinkedField {
  readonly key: string;
  /** The key as it stands in an answer after another one: with a comma, quotes and a colon. */
  readonly name: Uint8Array;
  readonly from: string;
  readonly type: LinkedType;
  readonly subgraph: string | null;
}

export interface LinkedType {
  readonly kind: TypePlan['kind'];
  readonly nonNull: boolean;
  readonly item: LinkedType | null;
  readonly shape: LinkedShape | null;
  readonly values: ReadonlySet<string> | null;
}

export function linkProgram(program: Program): LinkedProgram {
  const sets = program.typeSets.map((names) => new Set(names));
  const setOf = (index: number | null): ReadonlySet<string> | null =>
    index === null ? null : (sets[index] ?? null);
  const readers: LinkedReader[] = [];
  // A reader stands after those below it.
  const standIns = new Set(program.standIns);
  for (const { fields, rebuild, walk } of program.readers) {
    const keys = fields.some(({ from, to, on }) => from !== to || on !== null)
      ? null
      : new Set(fields.map(({ from }) => from));
    readers.push({
      rebuild,
      walk,
      keys,
      standIns,
      fields: fields.map((field) => linkRead(field, setOf, readers)),
    });
  }
  const before: number[][] = program.requests.map(() => []);
  for (const [index, { after }] of program.requests.entries())
    for (const other of after) before[other]?.push(index);
  return {
    contextual: program.contextual,
    typeSets: program.typeSets,
    root: linkShapes(program)(program.root),
    requests: program.requests.map((plan, index) => {
      const parts = plan.parts.map((part) => linkPart(part, readers, sets, setOf));
      const audit = createAnswerAudit({ parts });
      return { plan, parts, audit, head: bodyHead(plan), before: before[index] ?? [] };
    }),
  };
}

function linkRead(
  { from, to, on, reader }: ReadField,
  setOf: (index: number | null) => ReadonlySet<string> | null,
  readers: readonly LinkedReader[],
): LinkedReadField {
  return { from, to, on: setOf(on), reader: reader === null ? null : (readers[reader] ?? null) };
}

function linkPart(
  part: RequestPart,
  readers: readonly LinkedReader[],
  sets: readonly ReadonlySet<string>[],
  setOf: (index: number | null) => ReadonlySet<string> | null,
): LinkedPart {
  const reader = readers[part.reader];
  if (reader === undefined) throw new TypeError('a part without a reader');
  const entities = part.kind === 'entities';
  return {
    kind: part.kind,
    places: entities ? part.places : [{ path: part.path, bases: [], way: part.path, replaces: false }],
    reader,
    key: entities ? part.key : '',
    variable: Buffer.from(`${JSON.stringify(entities ? part.variable : '')}:`),
    requires: new Requirements(entities ? part.requires : [], sets),
    contexts: (entities ? part.contexts : []).map(({ variable, up, steps }: ContextArgument) => ({
      variable,
      up,
      steps: steps.map(({ on, from }) => ({ on: setOf(on), from })),
    })),
  };
}

function bodyHead({ query, operationName }: RequestPlan): Uint8Array {
  const name = operationName === null ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  return Buffer.from(`{"query":${JSON.stringify(query)}${name}`);
}

/** Shapes may lead back to each other, so each is made before its fields are. */
function linkShapes(program: Program): (index: number) => LinkedShape {
  const made = new Map<number, LinkedShape>();
  const shapeOf = (index: number): LinkedShape => {
    const known = made.get(index);
    if (known !== undefined) return known;
    const shape = program.shapes[index];
    if (shape === undefined) throw new TypeError('no such shape');
    const byType = new Map<string, readonly LinkedField[]>();
    const fields: LinkedField[] = [];
    made.set(index, { single: shape.single, byType, fields });
    fillShape(shape, byType, fields, (field) => linkField(field, shapeOf));
    return made.get(index) ?? shapeOf(index);
  };
  return shapeOf;
}

function fillShape(
  shape: Shape,
  byType: Map<string, readonly LinkedField[]>,
  single: LinkedField[],
  link: (field: AnswerField) => LinkedField,
): void {
  const variants = shape.variants.map((fields) => fields.map(link));
  for (const [name, variant] of Object.entries(shape.types)) {
    const fields = variants[variant] ?? [];
    byType.set(name, fields);
    if (name === shape.single) single.push(...fields);
  }
}

function linkField(field: AnswerField, shapeOf: (index: number) => LinkedShape): LinkedField {
  const { key, from, subgraph } = field;
  const name = Buffer.from(`,${JSON.stringify(key)}:`);
  return { key, name, from, subgraph, type: linkType(field.type, shapeOf) };
}

function linkType(type: TypePlan, shapeOf: (index: number) => LinkedShape): LinkedType {
  return {
    kind: type.kind,
    nonNull: type.nonNull,
    item: type.item === null ? null : linkType(type.item, shapeOf),
    shape: type.shape === -1 ? null : shapeOf(type.shape),
    values: type.values === null ? null : new Set(type.values),
  };
}
