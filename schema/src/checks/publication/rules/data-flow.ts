import type { ASTNode, SelectionSetNode } from 'graphql';
import { stringArgument } from '../../../sdl/federation-names.js';
import { parseFieldSet } from '../../../sdl/key-paths.js';
import { fieldsOf, type ContractField } from '../../contract-fields.js';
import { fieldsRead, type ReadField } from '../field-set-paths.js';
import { missingGrant } from '../grants.js';
import { isPersonal } from '../personal-data.js';
import type { GrantedAct } from '../publication.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** The gateway hands a field of one subgraph to another only with the owner's leave. */
export const dataFlow: PublicationRule = {
  name: 'data-flow',
  code: 'DATA_FLOW',
  why: 'What @requires and @fromContext name, the gateway fetches and sends on whoever asks: data flows without a reader.',
  check: (context) => ({
    problems: fieldsOf(context.candidate).flatMap((field) => [
      ...required(context, field),
      ...provided(context, field),
      ...fromContext(context, field),
    ]),
  }),
};

/** How a field comes here, for codes and texts. */
interface Flow {
  readonly directive: string;
  readonly code: string;
  readonly allows: GrantedAct;
  readonly effect: string;
  readonly node: ASTNode;
  readonly at: string;
}

function required(context: PublicationContext, field: ContractField): readonly PublicationProblem[] {
  const flow: Flow = {
    directive: '@requires',
    code: 'REQUIRES',
    allows: 'REQUIRE',
    effect: 'the gateway would send it here',
    node: field.node,
    at: field.coordinate,
  };
  return setsOf(context, field, 'requires').flatMap((set) => flows(context, flow, field.type.name, set));
}

function provided(context: PublicationContext, field: ContractField): readonly PublicationProblem[] {
  const flow: Flow = {
    directive: '@provides',
    code: 'PROVIDES',
    allows: 'CONTRIBUTE',
    effect: 'it would be answered here, from a copy',
    node: field.node,
    at: field.coordinate,
  };
  return setsOf(context, field, 'provides').flatMap((set) => flows(context, flow, field.shape.name, set));
}

function setsOf(
  { candidate }: PublicationContext,
  field: ContractField,
  directive: 'requires' | 'provides',
): readonly SelectionSetNode[] {
  return candidate
    .applied(field.node, directive)
    .flatMap((node) => parseFieldSet(stringArgument(node, 'fields') ?? '') ?? []);
}

/** `$context { name }` reads `name` of every type that sets the context. */
function fromContext(context: PublicationContext, field: ContractField): readonly PublicationProblem[] {
  const { candidate } = context;
  return (field.node.arguments ?? []).flatMap((argument) =>
    candidate.applied(argument, 'fromContext').flatMap((node) => {
      const [, name = '', rest = ''] =
        /^\s*\$(\w+)\s*([^]*)$/.exec(stringArgument(node, 'field') ?? '') ?? [];
      const set = parseFieldSet(rest.trim().replace(/^\{([^]*)\}$/, '$1')) ?? parseFieldSet(rest);
      if (set === undefined) return [];
      const flow: Flow = {
        directive: '@fromContext',
        code: 'FROM_CONTEXT',
        allows: 'REQUIRE',
        effect: 'the gateway would send it here',
        node: argument,
        at: `${field.coordinate}(${argument.name.value}:)`,
      };
      return [...candidate.types.values()]
        .filter((type) =>
          candidate.applied(type, 'context').some((one) => stringArgument(one, 'name') === name),
        )
        .flatMap((type) => flows(context, flow, type.name, set));
    }),
  );
}

function flows(
  context: PublicationContext,
  flow: Flow,
  typeName: string,
  set: SelectionSetNode,
): readonly PublicationProblem[] {
  return fieldsRead(context.candidate, typeName, set).flatMap((read) => flowProblem(context, flow, read));
}

function flowProblem(
  context: PublicationContext,
  flow: Flow,
  { field, type }: ReadField,
): readonly PublicationProblem[] {
  const { ownership } = context;
  // Keys are sent with every call; shared words have no owner.
  if (ownership.isShared(type) || ownership.isKeyField(type, field)) return [];
  const owner = ownership.fieldOwner(type, field);
  if (owner === undefined) return [];
  const coordinate = `${type}.${field}`;
  const missing = missingGrant(context, owner, coordinate, flow.allows);
  if (missing === undefined) return [];
  const personal = isPersonal(context, type, field);
  return [
    {
      code: `${flow.code}_${personal ? 'PERSONAL_DATA' : 'NOT_GRANTED'}`,
      node: flow.node,
      problem: `${flow.directive} of ${flow.at} names ${coordinate} of ${owner}${personal ? ', personal data' : ''}: ${flow.effect}.`,
      fix: `Do without it, or ${missing.ask}.`,
      grant: missing.grant,
    },
  ];
}
