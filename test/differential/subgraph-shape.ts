import { parse, Kind, type DirectiveNode, type SelectionSetNode } from 'graphql';

/** What one subgraph's SDL says about a type. */
export interface TypeShape {
  readonly kind: 'object' | 'interface';
  readonly interfaces: readonly string[];
  readonly keys: readonly { readonly fields: SelectionSetNode; readonly resolvable: boolean }[];
  readonly fields: ReadonlyMap<string, FieldShape>;
}

export interface FieldShape {
  /** Owned by another subgraph: answered here only if a representation or @provides gave the value. */
  readonly external: boolean;
  readonly provides: SelectionSetNode | null;
}

export type SubgraphShape = ReadonlyMap<string, TypeShape>;

/** Reads the parts of an SDL on which it depends what a subgraph may know. */
export function shapeOf(sdl: string): SubgraphShape {
  const shapes = new Map<string, TypeShape>();
  for (const definition of parse(sdl).definitions) {
    const object =
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
    if (!object && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const keys = named(definition.directives, 'key').map((key) => ({
      fields: fieldSet(argument(key, 'fields') ?? ''),
      resolvable: argument(key, 'resolvable') !== 'false',
    }));
    const keyNames = new Set(keys.flatMap(({ fields }) => namesOf(fields)));
    const fields = (definition.fields ?? []).map((field): [string, FieldShape] => {
      const provides = named(field.directives, 'provides')[0];
      const external = named(field.directives, 'external').length > 0 && !keyNames.has(field.name.value);
      const set = provides === undefined ? null : fieldSet(argument(provides, 'fields') ?? '');
      return [field.name.value, { external, provides: set }];
    });
    const kind = object ? 'object' : 'interface';
    const interfaces = (definition.interfaces ?? []).map((it) => it.name.value);
    shapes.set(definition.name.value, { kind, interfaces, keys, fields: new Map(fields) });
  }
  return shapes;
}

export function fieldSet(text: string): SelectionSetNode {
  const [operation] = parse(`{ ${text} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no field set: ${text}`);
  return operation.selectionSet;
}

export function namesOf(set: SelectionSetNode): string[] {
  return set.selections.flatMap((it) => (it.kind === Kind.FIELD ? [it.name.value] : []));
}

const named = (directives: readonly DirectiveNode[] | undefined, name: string): DirectiveNode[] =>
  (directives ?? []).filter((it) => it.name.value === name);

function argument(directive: DirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((it) => it.name.value === name)?.value;
  if (value?.kind === Kind.BOOLEAN) return String(value.value);
  return value?.kind === Kind.STRING ? value.value : null;
}
