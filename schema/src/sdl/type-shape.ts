import { Kind, print, type TypeNode } from 'graphql';

/** A type reference taken apart: `[Stop!]!` is a non-null list of non-null `Stop`. */
export interface TypeShape {
  readonly name: string;
  /** The outermost position cannot be null. */
  readonly nonNull: boolean;
  readonly isList: boolean;
  /** The innermost position, the value or each item, cannot be null. */
  readonly itemNonNull: boolean;
  /** As written, for texts. */
  readonly text: string;
}

/** Takes a type reference apart. */
export function shapeOf(type: TypeNode): TypeShape {
  let node = type;
  let isList = false;
  let itemNonNull = false;
  while (node.kind !== Kind.NAMED_TYPE) {
    if (node.kind === Kind.LIST_TYPE) isList = true;
    itemNonNull = node.kind === Kind.NON_NULL_TYPE;
    node = node.type;
  }
  return {
    name: node.name.value,
    nonNull: type.kind === Kind.NON_NULL_TYPE,
    isList,
    itemNonNull,
    text: print(type),
  };
}

/** The same type with its innermost position nullable: `[Stop!]!` becomes `[Stop]!`. */
export function withNullableItem(shape: TypeShape): string {
  return shape.text.replace(`${shape.name}!`, shape.name);
}

/** The same type with its outermost position nullable: `[Stop!]!` becomes `[Stop!]`. */
export function withNullableOutside(shape: TypeShape): string {
  return shape.nonNull ? shape.text.slice(0, -1) : shape.text;
}
