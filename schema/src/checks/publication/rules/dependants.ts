import type { Contract } from '../../../sdl/contract.js';
import { stringArgument } from '../../../sdl/federation-names.js';
import { fieldsOf, type ContractField } from '../../contract-fields.js';
import { placeOf } from '../../place-of.js';
import { fieldFlows } from '../field-flows.js';
import { answeredField } from '../ownership.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';
import { grantsOfWithdrawn } from '../withdrawn-grants.js';

/**
 * What others have built on a subgraph that is withdrawn: fields that need its fields would not compose; references to its
 * entities and answers that it took over or gave away stay good, and are told, and so is what becomes of grants.
 */
export const dependants: PublicationRule = {
  name: 'dependants',
  code: 'DEPENDANTS',
  why: 'Whoever built on what a town answers hears from that town that it ends, not from what fails then.',
  check: (context) => ({
    problems: context.others.flatMap((other) =>
      fieldsOf(other).flatMap((field) => broken(context, other, field)),
    ),
    notes: [
      ...context.others.flatMap((other) => fieldsOf(other).flatMap((field) => told(context, other, field))),
      ...returned(context),
      ...grantsOfWithdrawn(context.input),
    ],
  }),
};

/** Fields of others that need what only the withdrawn subgraph answers. */
function broken(
  { candidate, others }: PublicationContext,
  other: Contract,
  field: ContractField,
): readonly PublicationProblem[] {
  return fieldFlows(other, field).flatMap(({ at, directive, node, reads }) => {
    const gone = reads.filter(
      (read) =>
        answeredField(candidate, read.type, read.field) !== undefined &&
        !others.some((one) => answeredField(one, read.type, read.field) !== undefined) &&
        !isKeyPart(other, read.type, read.field),
    );
    return gone.map((read) => {
      const coordinate = `${read.type}.${read.field}`;
      return {
        code: 'NEEDED_BY_OTHERS',
        subgraph: other.entry.name,
        place: { file: other.entry.sdl, ...placeOf(node) },
        problem: `@${directive} of ${at} names ${coordinate}, which nobody but ${candidate.entry.name} answers.`,
        fix: `Wait until ${operatorOf(other)} has published ${other.entry.name} without it, or another subgraph answers ${coordinate}.`,
      };
    });
  });
}

/** What others refer to and take over: it goes on, as something else. */
function told({ candidate }: PublicationContext, other: Contract, field: ContractField): readonly string[] {
  const { coordinate } = field;
  const [override] = other.applied(field.node, 'override');
  const isTaken = override !== undefined && stringArgument(override, 'from') === candidate.entry.name;
  const isReference = candidate.entry.owns.includes(field.shape.name) && !field.isExternal && !field.isKey;
  return [
    ...(isTaken
      ? [
          `${coordinate} of ${other.entry.name} is taken over from ${candidate.entry.name}: it becomes ${other.entry.name}’s own; ask ${operatorOf(other)} to remove @override.`,
        ]
      : []),
    ...(isReference
      ? [
          `${coordinate} of ${other.entry.name} leads to ${field.shape.name}, of which its key is left and what others add; ask ${operatorOf(other)} to mark it @deprecated or to take it away.`,
        ]
      : []),
  ];
}

/** What the withdrawn subgraph answered in others' place, and they still can. */
function returned({ candidate, others }: PublicationContext): readonly string[] {
  return fieldsOf(candidate).flatMap((field) => {
    const [override] = candidate.applied(field.node, 'override');
    const from = others.find(({ entry }) => override && entry.name === stringArgument(override, 'from'));
    if (from === undefined || answeredField(from, field.type.name, field.name) === undefined) return [];
    return [`${field.coordinate} is answered by ${from.entry.name} again, from whom it was taken over.`];
  });
}

function isKeyPart(contract: Contract, type: string, field: string): boolean {
  return contract.types.get(type)?.keys.some((key) => key.some(([head]) => head === field)) === true;
}

function operatorOf({ entry: { operator } }: Contract): string {
  return `${operator.name} (${operator.contact.email})`;
}
