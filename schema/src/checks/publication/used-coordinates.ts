import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/**
 * What of a schema an operation uses: `Stop`, `Stop.name`, `Stop.departures.first`; of enums and input types, whose
 * values do not stand in the document, all. Empty for a document that cannot be parsed.
 */
export function usedCoordinates(document: string, schema: GraphQLSchema): ReadonlySet<string> {
  const used = new Set<string>();
  const info = new TypeInfo(schema);
  try {
    visit(
      parse(document, { noLocation: true }),
      visitWithTypeInfo(info, {
        Field: () => {
          const parent = info.getParentType();
          const field = info.getFieldDef();
          if (parent == null || field == null) return;
          used.add(`${parent.name}.${field.name}`);
          addType(getNamedType(field.type), used);
        },
        Argument: () => {
          const parent = info.getParentType();
          const field = info.getFieldDef();
          const argument = info.getArgument();
          if (parent == null || field == null || argument == null) return;
          used.add(`${parent.name}.${field.name}.${argument.name}`);
          addType(getNamedType(argument.type), used);
        },
        FragmentDefinition: (node) => {
          used.add(node.typeCondition.name.value);
        },
        InlineFragment: ({ typeCondition }) => {
          if (typeCondition !== undefined) used.add(typeCondition.name.value);
        },
      }),
    );
  } catch {
    // It cannot have been answered either.
  }
  return used;
}

function addType(type: GraphQLNamedType, used: Set<string>): void {
  if (used.has(type.name)) return;
  used.add(type.name);
  if (isEnumType(type)) for (const { name } of type.getValues()) used.add(`${type.name}.${name}`);
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    used.add(`${type.name}.${field.name}`);
    addType(getNamedType(field.type), used);
  }
}
