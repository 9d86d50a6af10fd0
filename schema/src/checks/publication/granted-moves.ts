import { stringArgument } from '../../sdl/federation-names.js';
import { fieldsOf } from '../contract-fields.js';
import { missingGrant } from './grants.js';
import { fieldOwners } from './ownership.js';
import type { PublicationContext } from './publication-context.js';

/**
 * The fields that move to the candidate with this publication, by leave of their owners: `Stop.name` → `mobility`. One
 * that is there already is not among them: what it costs was accepted when it came, and is not accepted once more.
 */
export function grantedMoves(context: PublicationContext): ReadonlyMap<string, string> {
  const { candidate, others, previous } = context;
  return new Map(
    fieldsOf(candidate).flatMap((field) => {
      const [override] = candidate.applied(field.node, 'override');
      if (override === undefined) return [];
      const { name, type } = field;
      const before = previous?.types.get(type.name)?.fields.find((one) => one.name.value === name);
      if (before !== undefined && previous?.applied(before, 'external').length === 0) return [];
      const owner = context.ownership.fieldOwner(type.name, name) ?? stringArgument(override, 'from') ?? '';
      // Somebody answers it now; a field that nobody does is not moved.
      const isAnswered = fieldOwners(others, type.name, name).includes(owner);
      const isGranted = missingGrant(context, owner, field.coordinate, 'OVERRIDE') === undefined;
      return isAnswered && isGranted ? [[field.coordinate, owner]] : [];
    }),
  );
}
