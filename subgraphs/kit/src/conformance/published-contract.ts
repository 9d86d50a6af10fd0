import { Kind, parse, valueFromASTUntyped, type ConstDirectiveNode, type TypeNode } from 'graphql';
import type { CallerClaims } from '@modellregion/schema';

/** A field as far as a question for it goes. */
export interface PublishedField {
  readonly name: string;
  readonly type: string;
  readonly arguments: readonly { readonly name: string; readonly type: string; readonly required: boolean }[];
  readonly purposes: readonly string[];
}

/** A type that can be looked into. */
export interface PublishedType {
  readonly name: string;
  readonly fields: ReadonlyMap<string, PublishedField>;
  /** Field sets of its resolvable keys. */
  readonly keys: readonly string[];
  /** Purposes its data may be read for. */
  readonly purposes: readonly string[];
}

/** The published contract, read as far as the demands need it. */
export interface PublishedContract {
  readonly sdl: string;
  readonly types: ReadonlyMap<string, PublishedType>;
  /** Entity types the subgraph answers for; undefined when nobody says. */
  readonly owns: readonly string[] | undefined;
  /** So long the gateway waits for an answer. */
  readonly deadlineMs: number;
  /** Somebody who may read all of a type that scopes, trust and purpose guard. */
  readonly insider: (type: PublishedType | undefined) => Partial<CallerClaims>;
}

/** @throws GraphQLError when the text is no GraphQL */
export function readPublishedContract(
  sdl: string,
  { owns, deadlineMs }: Pick<PublishedContract, 'owns' | 'deadlineMs'>,
): PublishedContract {
  const types = new Map<string, PublishedType>();
  const scopes = new Set<string>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
      continue;
    const name = definition.name.value;
    const before = types.get(name);
    const fields = new Map(before?.fields);
    for (const field of definition.fields ?? []) {
      for (const scope of scopesOf(field.directives)) scopes.add(scope);
      fields.set(field.name.value, {
        name: field.name.value,
        type: namedType(field.type),
        arguments: (field.arguments ?? []).map((it) => ({
          name: it.name.value,
          type: namedType(it.type),
          required: it.type.kind === Kind.NON_NULL_TYPE && it.defaultValue === undefined,
        })),
        purposes: purposesOf(field.directives),
      });
    }
    for (const scope of scopesOf(definition.directives)) scopes.add(scope);
    types.set(name, {
      name,
      fields,
      keys: [...(before?.keys ?? []), ...keysOf(definition.directives)],
      purposes: [...(before?.purposes ?? []), ...purposesOf(definition.directives)],
    });
  }
  const insider: PublishedContract['insider'] = (type) => ({
    kind: 'official',
    subject: 'conformance',
    trust: 'HIGH',
    scopes: [...scopes].slice(0, 100),
    purpose: type?.purposes[0] ?? [...(type?.fields.values() ?? [])].flatMap((it) => it.purposes)[0] ?? null,
  });
  return { sdl, types, owns, deadlineMs, insider };
}

function keysOf(directives: readonly ConstDirectiveNode[] | undefined): readonly string[] {
  return argumentsOf(directives, 'key').flatMap(({ fields, resolvable }) =>
    resolvable !== false && typeof fields === 'string' ? [fields] : [],
  );
}

function purposesOf(directives: readonly ConstDirectiveNode[] | undefined): readonly string[] {
  return argumentsOf(directives, 'purpose').flatMap(({ anyOf }) => strings(anyOf));
}

function scopesOf(directives: readonly ConstDirectiveNode[] | undefined): readonly string[] {
  return argumentsOf(directives, 'scopes').flatMap(({ anyOf }) =>
    Array.isArray(anyOf) ? anyOf.flatMap(strings) : [],
  );
}

function argumentsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) =>
      Object.fromEntries(
        (directive.arguments ?? []).map((it) => [it.name.value, valueFromASTUntyped(it.value)]),
      ),
    );
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((it): it is string => typeof it === 'string') : [];
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
