import { stringArgument } from '../../../sdl/federation-names.js';
import { appliedAccess } from '../../access-directives.js';
import { fieldsOf, type ContractField } from '../../contract-fields.js';
import { missingGrant } from '../grants.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** A field is answered by whoever owns it; what is added to a guarded type of another is added with leave. */
export const foreignFields: PublicationRule = {
  name: 'foreign-fields',
  code: 'FOREIGN_FIELDS',
  why: 'Whoever answers a field says what is true. Nobody says that in the place of another town without its leave.',
  check: (context) => ({
    problems: fieldsOf(context.candidate)
      .filter((field) => !field.isExternal && !context.ownership.isShared(field.type.name))
      .flatMap(
        (field) => overrides(context, field) ?? collision(context, field) ?? addition(context, field) ?? [],
      ),
  }),
};

/** A field that moves here: undefined when it carries no `@override`. */
function overrides(
  context: PublicationContext,
  field: ContractField,
): readonly PublicationProblem[] | undefined {
  const [override] = context.candidate.applied(field.node, 'override');
  if (override === undefined) return undefined;
  const from = stringArgument(override, 'from') ?? '';
  const owner = context.ownership.fieldOwner(field.type.name, field.name) ?? from;
  if (!context.others.some(({ entry }) => entry.name === owner)) {
    const problem = `${field.coordinate} overrides "${from}", which is no other subgraph of the region.`;
    return [{ code: 'OVERRIDE_OF_NOBODY', node: field.node, problem, fix: 'Remove @override.' }];
  }
  const missing = missingGrant(context, owner, field.coordinate, 'OVERRIDE');
  if (missing === undefined) return [];
  return [
    {
      code: 'OVERRIDE_NOT_GRANTED',
      node: field.node,
      problem: `${field.coordinate} is answered by ${owner}; @override would answer it here for the whole region.`,
      fix: `Remove the field, or ${missing.ask}.`,
      grant: missing.grant,
    },
  ];
}

/** A field that another answers too: undefined when none does. */
function collision(
  context: PublicationContext,
  field: ContractField,
): readonly PublicationProblem[] | undefined {
  const { ownership } = context;
  const owner = ownership.fieldOwner(field.type.name, field.name);
  // The key of a reference is repeated, not answered.
  if (owner === undefined || (field.isKey && ownership.isKeyField(field.type.name, field.name)))
    return undefined;
  const foreignType = ownership.foreignOwner(field.type.name);
  // The whole type is a second definition: said once, for the type.
  if (foreignType !== undefined && ownership.keysOf(field.type.name).length === 0) return [];
  const missing = missingGrant(context, owner, field.coordinate, 'CONTRIBUTE');
  if (missing === undefined) return [];
  return [
    {
      code: 'FIELD_OF_ANOTHER',
      node: field.node,
      problem: `${field.coordinate} is answered by ${owner}; here it would be answered a second time.`,
      fix: `Mark it @external or remove it, or ${missing.ask}.`,
      grant: missing.grant,
    },
  ];
}

/** A new field on a type whose owner guards it as a whole. */
function addition(
  context: PublicationContext,
  field: ContractField,
): readonly PublicationProblem[] | undefined {
  const { name } = field.type;
  const owner = context.ownership.foreignOwner(name);
  if (owner === undefined || field.isKey) return undefined;
  const contract = context.others.find(({ entry }) => entry.name === owner);
  const rules =
    contract === undefined ? [] : appliedAccess(contract).filter((one) => one.coordinate === name);
  if (rules.length === 0) return undefined;
  const missing = missingGrant(context, owner, field.coordinate, 'CONTRIBUTE');
  if (missing === undefined) return [];
  const names = rules.map((rule) => `@${rule.name}`).join(', ');
  return [
    {
      code: 'CONTRIBUTION_NOT_GRANTED',
      node: field.node,
      problem: `${name} belongs to ${owner}, which guards it as a whole (${names}); ${field.coordinate} would be a part of it.`,
      fix: `Let the field begin at a type of your own, or ${missing.ask}.`,
      grant: missing.grant,
    },
  ];
}
