import { Kind, type SelectionSetNode } from 'graphql';
import type { Contract } from '../../sdl/contract.js';
import { shapeOf } from '../../sdl/type-shape.js';

/** A field that a field set reads. */
export interface ReadField {
  readonly type: string;
  readonly field: string;
}

/** Every field that a selection reads, nested ones too, by the types the contract gives them. */
export function fieldsRead(
  contract: Contract,
  typeName: string,
  set: SelectionSetNode,
): readonly ReadField[] {
  return set.selections.flatMap((selection): readonly ReadField[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return fieldsRead(contract, selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
    }
    const field = selection.name.value;
    if (field.startsWith('__')) return [];
    const node = contract.types.get(typeName)?.fields.find((one) => one.name.value === field);
    const nested =
      selection.selectionSet === undefined || node === undefined
        ? []
        : fieldsRead(contract, shapeOf(node.type).name, selection.selectionSet);
    return [{ type: typeName, field }, ...nested];
  });
}
