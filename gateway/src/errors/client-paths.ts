import {
  GraphQLError,
  Kind,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Path = readonly (string | number)[];

/**
 * Cuts error paths down to what the client asked for.
 *
 * A plan also fetches keys and requirements that the client never named; an error there is told at the
 * nearest place the client knows, and only if nothing below that place tells it already.
 */
export function toClientPaths(
  errors: readonly GraphQLError[],
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): readonly GraphQLError[] {
  const told = new Set<string>();
  const cut: { readonly error: GraphQLError; readonly path: Path }[] = [];
  const kept: GraphQLError[] = [];
  for (const error of errors) {
    const path = error.path;
    const known = path === undefined ? undefined : knownPart(path, operation.selectionSet, fragments);
    if (path === undefined || known === undefined) kept.push(error);
    else if (known.length < path.length) cut.push({ error, path: known });
    else {
      for (let end = 0; end <= path.length; end += 1) told.add(mark(error, path.slice(0, end)));
      kept.push(error);
    }
  }
  for (const { error, path } of cut) {
    if (told.has(mark(error, path))) continue;
    told.add(mark(error, path));
    kept.push(
      new GraphQLError(error.message, {
        ...(path.length === 0 ? {} : { path }),
        extensions: error.extensions,
      }),
    );
  }
  return kept;
}

const mark = ({ extensions }: GraphQLError, path: Path): string =>
  JSON.stringify([extensions['code'], extensions['subgraph'], path]);

/** The longest beginning of a path that the selections name. A list's index belongs to the name before it. */
function knownPart(
  path: Path,
  root: SelectionSetNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): Path {
  let sets: readonly SelectionSetNode[] = [root];
  for (const [index, part] of path.entries()) {
    if (typeof part === 'number') continue;
    const fields = sets.flatMap((set) => fieldsNamed(set, part, fragments));
    if (fields.length === 0) return path.slice(0, index);
    sets = fields.flatMap((field) => field.selectionSet ?? []);
  }
  return path;
}

function fieldsNamed(
  set: SelectionSetNode,
  key: string,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): readonly { readonly selectionSet?: SelectionSetNode | undefined }[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD)
      return (selection.alias ?? selection.name).value === key ? [selection] : [];
    const inner =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? fragments[selection.name.value]?.selectionSet
        : selection.selectionSet;
    return inner === undefined ? [] : fieldsNamed(inner, key, fragments);
  });
}
