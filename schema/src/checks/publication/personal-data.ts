import type { Contract } from '../../sdl/contract.js';
import type { PublicationContext } from './publication-context.js';

/** Whether any subgraph says that a field, or the type it stands on, holds data about a person. */
export function isPersonal({ candidate, others }: PublicationContext, type: string, field: string): boolean {
  return [...others, candidate].some((contract) => says(contract, type, field));
}

function says(contract: Contract, typeName: string, field: string): boolean {
  const type = contract.types.get(typeName);
  if (type === undefined) return false;
  const node = type.fields.find((one) => one.name.value === field);
  return [...type.directives, ...(node?.directives ?? [])].some(({ name }) => name.value === 'personalData');
}
