import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
} from 'graphql';

/** How often an operation asks for certain fields: for values, and for what leads on to other fields. */
export interface Places {
  readonly values: number;
  readonly leading: number;
}

const NONE: Places = { values: 0, leading: 0 };

/**
 * Takes fields (`Stop.name`) out of an operation that is valid by a schema: what is left of it, and how often it asks for
 * them, the fields of a fragment as often as it is spread.
 */
export function withoutFields(
  operation: string,
  schema: GraphQLSchema,
  coordinates: ReadonlySet<string>,
): { readonly rest: string; readonly places: Places } {
  const document = parse(operation, { noLocation: true });
  const info = new TypeInfo(schema);
  const found = new Map<ASTNode, Places>();
  const open: boolean[] = [];
  const rest: DocumentNode = visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        enter: (node) => {
          const [parent, field] = [info.getParentType(), info.getFieldDef()];
          const number =
            parent == null || field == null
              ? 0
              : objectsOf(parent, schema).filter((type) => coordinates.has(`${type}.${field.name}`)).length;
          open.push(number > 0);
          if (number === 0) return;
          const leads = field != null && isCompositeType(getNamedType(field.type));
          found.set(node, leads ? { ...NONE, leading: number } : { ...NONE, values: number });
        },
        leave: () => (open.pop() === true ? null : undefined),
      },
      SelectionSet: {
        leave: (node) => (node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME] }),
      },
    }),
  );
  return { rest: print(rest), places: placesIn(document, found) };
}

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;

/** Names of the object types that can stand at a place of this type. */
function objectsOf(type: GraphQLCompositeType, schema: GraphQLSchema): readonly string[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
}

function placesIn(document: DocumentNode, found: ReadonlyMap<ASTNode, Places>): Places {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const known = new Map<string, Places>();
  const placesOf = (root: ASTNode): Places => {
    const parts: Places[] = [];
    visit(root, {
      Field: (node) => void parts.push(found.get(node) ?? NONE),
      FragmentSpread: ({ name }) => void parts.push(fragmentPlaces(name.value)),
    });
    return parts.reduce(
      (sum, { leading, values }) => ({ leading: sum.leading + leading, values: sum.values + values }),
      NONE,
    );
  };
  const fragmentPlaces = (name: string): Places => {
    const fragment = fragments.get(name);
    const places = known.get(name) ?? (fragment === undefined ? NONE : placesOf(fragment));
    known.set(name, places);
    return places;
  };
  const [operation] = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return operation === undefined ? NONE : placesOf(operation);
}
