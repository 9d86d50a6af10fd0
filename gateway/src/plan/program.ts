/**
 * A compiled plan: everything that depends on schema and operation alone, as plain data that crosses from the
 * planning thread. Indexes lead into its lists; internal names (see InternalNames) are the keys of merged data.
 */
export interface Program {
  /** Requests in an order in which each comes after those it waits for. */
  readonly requests: readonly RequestPlan[];
  readonly shapes: readonly Shape[];
  /** The client's answer: index into `shapes`. */
  readonly root: number;
  /** Sets of object types that conditions and requirements name. */
  readonly typeSets: readonly (readonly string[])[];
  readonly readers: readonly Reader[];
  /** Interfaces that some subgraph knows as objects (`@interfaceObject`). */
  readonly standIns: readonly string[];
  /** Whether some entity's fields depend on where it stands (`@fromContext`). */
  readonly contextual: boolean;
}

/** One HTTP request to one subgraph: root fields, or entities of one stage. */
export interface RequestPlan {
  readonly subgraph: string;
  readonly isMutation: boolean;
  /** Indexes of the requests it waits for. */
  readonly after: readonly number[];
  readonly operationName: string | null;
  readonly query: string;
  /** The client's variables that it passes on. */
  readonly variables: readonly string[];
  readonly parts: readonly RequestPart[];
}

/** What a part of a request fetches and where it goes. */
export type RequestPart = RootPart | EntitiesPart;

export interface RootPart {
  readonly kind: 'root';
  /** Where the root's fields belong: internal names; empty at the root itself. */
  readonly path: readonly string[];
  readonly reader: number;
}

export interface EntitiesPart {
  readonly kind: 'entities';
  /** Response key of its `_entities` field, and the variable that holds its representations. */
  readonly key: string;
  readonly variable: string;
  readonly places: readonly EntityPlace[];
  readonly requires: readonly RequiredVariant[];
  readonly contexts: readonly ContextArgument[];
  readonly reader: number;
}

/** Where entities stand. */
export interface EntityPlace {
  /** From the root, in internal names; lists on the way are walked through. */
  readonly path: readonly string[];
  /** Where to begin to look for them: at the entities of earlier parts, each once, or at the root if there are none. */
  readonly bases: readonly PlaceAddress[];
  /** The way from there to them. */
  readonly way: readonly string[];
  /** Nothing is read of them but what their representation says, so that equal ones may become one object. */
  readonly replaces: boolean;
}

/** One place of one part of one request. */
export interface PlaceAddress {
  /** Index into the program's `requests`. */
  readonly request: number;
  /** Index into its `parts`. */
  readonly part: number;
  /** Index into its `places`. */
  readonly place: number;
}

/** What a representation holds of an object of certain types. */
export interface RequiredVariant {
  /** Index into `typeSets`; null: any type. */
  readonly on: number | null;
  readonly fields: readonly RequiredField[];
}

export interface RequiredField {
  /** Internal name it is read under. */
  readonly from: string;
  /** Name in the representation. */
  readonly to: string;
  /** A constant in place of the value, for `__typename` of an interface object. */
  readonly constant: string | null;
  readonly under: readonly RequiredVariant[] | null;
}

/** A variable of an entity request that takes its value from an object above the entity. */
export interface ContextArgument {
  readonly variable: string;
  /** Levels above the entity's own object. */
  readonly up: number;
  readonly steps: readonly { readonly on: number | null; readonly from: string }[];
}

/** Which keys of an answer's object are read, and how they go into merged data. */
export interface Reader {
  readonly fields: readonly ReadField[];
  /** Other requests write into the same objects, or it renames: they are rebuilt with only what was asked. */
  readonly rebuild: boolean;
  /** Something below is rebuilt. */
  readonly walk: boolean;
}

export interface ReadField {
  /** Key in the subgraph's answer. */
  readonly from: string;
  /** Internal name in merged data. */
  readonly to: string;
  /** Index into `typeSets`; null: objects of any type. */
  readonly on: number | null;
  /** Index into `readers`; null: a leaf. */
  readonly reader: number | null;
}

/** How objects at one place of the client's answer are written. */
export interface Shape {
  /** Object type → index into `variants`. */
  readonly types: Readonly<Record<string, number>>;
  /** The only type it can be; null: an abstract type, told by `__typename`. */
  readonly single: string | null;
  readonly variants: readonly (readonly AnswerField[])[];
}

/** One field of the client's answer, in the client's order. */
export interface AnswerField {
  /** The client's response key. */
  readonly key: string;
  /** Internal name. */
  readonly from: string;
  readonly type: TypePlan;
  /** Subgraph that was asked for it, if that is certain: named when the value is missing. */
  readonly subgraph: string | null;
}

/** A GraphQL type as the writer of the answer needs it. */
export interface TypePlan {
  readonly nonNull: boolean;
  readonly kind: 'list' | 'object' | 'typename' | 'introspection' | LeafKind;
  readonly item: TypePlan | null;
  /** Index into `shapes`. */
  readonly shape: number;
  /** Values of an enum that clients may see. */
  readonly values: readonly string[] | null;
}

export type LeafKind = 'Int' | 'Float' | 'String' | 'Boolean' | 'ID' | 'enum' | 'any';
