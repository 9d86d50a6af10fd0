import { shapeOf } from '../../sdl/type-shape.js';
import type { Contract, ContractType } from '../../sdl/contract.js';
import { connectionItem, fieldsOf } from '../contract-fields.js';
import type { CheckContext } from '../check-context.js';
import type { Problem, Rule } from '../rule.js';

/** Names under which the parts of a DHID (`de:<AGS>:<stop>[:area[:pole]]`) would be offered. */
const PARTS =
  /^(dhid|ifopt|globalId|stopNumber|area|pole)$|^(id|stop|dhid|ifopt)(Prefix|Part|Parts|Suffix)$/i;

/** `Stop` is found by its id alone, which is opaque; nothing offers parts of it. */
export const stopIdsOpaque: Rule = {
  name: 'stop-ids-opaque',
  why: 'A stop id is a DHID only where one is known; who takes it apart goes wrong at all others.',
  find: (context) =>
    context.contracts.flatMap((contract) => {
      const stop = contract.types.get('Stop');
      return [
        ...(stop === undefined ? [] : typeProblems(context, contract, stop)),
        ...argumentProblems(contract),
      ];
    }),
};

function typeProblems(context: CheckContext, contract: Contract, stop: ContractType): readonly Problem[] {
  const problems: Problem[] = [];
  const keys = stop.keys.map((key) => key.map((path) => path.join('.')).join(' '));
  if (keys.some((key) => key !== 'id')) {
    const problem = `Stop has the key "${keys.find((key) => key !== 'id') ?? ''}".`;
    problems.push({ contract, node: stop.nodes[0], problem, fix: 'Let @key(fields: "id") be its only key.' });
  }
  const id = stop.fields.find((field) => field.name.value === 'id');
  const isOwner = context.ownerOf('Stop') === contract.entry.name;
  if (isOwner && id !== undefined && !/opaque/i.test(id.description?.value ?? '')) {
    const fix = 'Say in its description that it is opaque and must not be taken apart.';
    problems.push({ contract, node: id, problem: 'Stop.id does not say that it is opaque.', fix });
  }
  for (const field of stop.fields.filter((one) => PARTS.test(one.name.value))) {
    const problem = `Stop.${field.name.value} offers a part of the id.`;
    problems.push({ contract, node: field, problem, fix: 'Remove it; the id is passed on as it is.' });
  }
  return problems;
}

function argumentProblems(contract: Contract): readonly Problem[] {
  return fieldsOf(contract)
    .filter((field) => (connectionItem(contract, field.shape.name) ?? field.shape.name) === 'Stop')
    .flatMap((field) =>
      (field.node.arguments ?? [])
        .filter((argument) => PARTS.test(argument.name.value))
        .map((argument) => {
          const text = `${argument.name.value}: ${shapeOf(argument.type).text}`;
          const problem = `Argument ${text} of ${field.coordinate} takes a part of a stop id.`;
          return {
            contract,
            node: argument,
            problem,
            fix: 'Take id: ID! as a whole, or search by place or name.',
          };
        }),
    );
}
