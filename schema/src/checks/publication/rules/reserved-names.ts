import { DirectiveLocation, GraphQLDirective, specifiedDirectives } from 'graphql';
import type { Contract } from '../../../sdl/contract.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** Types that Federation adds to a subgraph by itself. */
const FEDERATION_TYPES: readonly string[] = ['_Any', '_Entity', '_Service', 'FieldSet', '_FieldSet'];

/** Fields that only a gateway may ask for. */
const FEDERATION_FIELDS: readonly string[] = ['_entities', '_service'];

const EXECUTABLE: ReadonlySet<string> = new Set([
  DirectiveLocation.QUERY,
  DirectiveLocation.MUTATION,
  DirectiveLocation.SUBSCRIPTION,
  DirectiveLocation.FIELD,
  DirectiveLocation.FRAGMENT_DEFINITION,
  DirectiveLocation.FRAGMENT_SPREAD,
  DirectiveLocation.INLINE_FRAGMENT,
  DirectiveLocation.VARIABLE_DEFINITION,
]);

/** No type, field or directive takes a name that means something to GraphQL, Federation or the gateway. */
export const reservedNames: PublicationRule = {
  name: 'reserved-names',
  code: 'RESERVED_NAMES',
  why: 'A name that machinery uses too is read as machinery, by one program or another.',
  check: ({ candidate }) => ({
    problems: [...typeNames(candidate), ...memberNames(candidate), ...directiveNames(candidate)],
  }),
};

function typeNames(contract: Contract): readonly PublicationProblem[] {
  return [...contract.types.values()]
    .filter(({ name }) => name.includes('__') || name.startsWith('_') || FEDERATION_TYPES.includes(name))
    .map(({ name, nodes }) => ({
      code: 'RESERVED_NAME',
      node: nodes[0],
      problem: `The type name ${name} is reserved.`,
      fix: 'Choose a name without "__" that begins with a letter.',
    }));
}

function memberNames(contract: Contract): readonly PublicationProblem[] {
  return [...contract.types.values()].flatMap((type) =>
    [...type.fields, ...type.inputFields, ...type.values]
      .filter(({ name: { value } }) => value.startsWith('__') || FEDERATION_FIELDS.includes(value))
      .map((node) => ({
        code: 'RESERVED_NAME',
        node,
        problem: `The name ${type.name}.${node.name.value} is reserved.`,
        fix: 'Choose a name that begins with a letter; Federation adds _service and _entities by itself.',
      })),
  );
}

function directiveNames(contract: Contract): readonly PublicationProblem[] {
  const own = specifiedDirectives.map(({ name }: GraphQLDirective) => name);
  return [...contract.directives.values()].flatMap((node) => {
    const name = node.name.value;
    if (own.includes(name)) {
      const problem = `@${name} belongs to GraphQL and is defined anew here.`;
      return [
        {
          code: 'DIRECTIVE_REDEFINED',
          node,
          problem,
          fix: 'Remove the definition; @' + name + ' is there without it.',
        },
      ];
    }
    if (!node.locations.some(({ value }) => EXECUTABLE.has(value))) return [];
    const problem = `@${name} could be written into queries, which gateways would have to understand.`;
    return [
      {
        code: 'DIRECTIVE_EXECUTABLE',
        node,
        problem,
        fix: 'Define it on definitions only, such as FIELD_DEFINITION.',
      },
    ];
  });
}
