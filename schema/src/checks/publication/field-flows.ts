import type {
  ConstDirectiveNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import type { Contract } from '../../sdl/contract.js';
import { stringArgument } from '../../sdl/federation-names.js';
import { parseFieldSet } from '../../sdl/key-paths.js';
import type { ContractField } from '../contract-fields.js';
import { fieldsRead, type ReadField } from './field-set-paths.js';

/** The directives by which a field is tied to fields that others answer. */
export type FlowDirective = 'requires' | 'provides' | 'fromContext';

/** One such tie. */
export interface FieldFlow {
  readonly directive: FlowDirective;
  readonly node: FieldDefinitionNode | InputValueDefinitionNode;
  /** `Trail.slogan`, or `Trail.label(town:)` for what comes from a context. */
  readonly at: string;
  /** What is read of others. */
  readonly reads: readonly ReadField[];
}

/** All that a field of a contract is tied to. */
export function fieldFlows(contract: Contract, field: ContractField): readonly FieldFlow[] {
  const sets = (directive: 'requires' | 'provides', type: string): readonly FieldFlow[] =>
    contract.applied(field.node, directive).map((node) => {
      const set = setOf(node, 'fields');
      const reads = set === undefined ? [] : fieldsRead(contract, type, set);
      return { directive, node: field.node, at: field.coordinate, reads };
    });
  return [
    ...sets('requires', field.type.name),
    ...sets('provides', field.shape.name),
    ...fromContext(contract, field),
  ];
}

/** `$context { name }` reads `name` of every type that sets the context. */
function fromContext(contract: Contract, field: ContractField): readonly FieldFlow[] {
  return (field.node.arguments ?? []).flatMap((argument) =>
    contract.applied(argument, 'fromContext').map((node): FieldFlow => {
      const [, name = '', rest = ''] =
        /^\s*\$(\w+)\s*([^]*)$/.exec(stringArgument(node, 'field') ?? '') ?? [];
      const set = parseFieldSet(rest.trim().replace(/^\{([^]*)\}$/, '$1')) ?? parseFieldSet(rest);
      const setters = [...contract.types.values()].filter((type) =>
        contract.applied(type, 'context').some((one) => stringArgument(one, 'name') === name),
      );
      const reads = setters.flatMap((type) =>
        set === undefined ? [] : fieldsRead(contract, type.name, set),
      );
      return {
        directive: 'fromContext',
        node: argument,
        at: `${field.coordinate}(${argument.name.value}:)`,
        reads,
      };
    }),
  );
}

function setOf(node: ConstDirectiveNode, argument: string): SelectionSetNode | undefined {
  return parseFieldSet(stringArgument(node, argument) ?? '');
}
