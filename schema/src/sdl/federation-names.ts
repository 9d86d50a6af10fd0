import { Kind, type ConstDirectiveNode, type DocumentNode } from 'graphql';

/** The directives of Apollo Federation that the rules ask about. */
export type FederationDirective =
  | 'composeDirective'
  | 'context'
  | 'extends'
  | 'external'
  | 'fromContext'
  | 'key'
  | 'override'
  | 'provides'
  | 'requires'
  | 'shareable';

/** What the URL of every version of Apollo Federation begins with. */
export const FEDERATION_SPEC = 'https://specs.apollo.dev/federation/v';

/** Tells which local directive name means which federation directive in one document. */
export type FederationNames = (directive: FederationDirective) => string;

/**
 * Reads `@link(url: ".../federation/v2.x", as:, import: [...])`: an imported directive has its own or its given
 * name, another one is prefixed. A document without that link is Federation 1, where the plain names hold.
 */
export function federationNames(document: DocumentNode): FederationNames {
  const link = linksOf(document).find((candidate) => candidate.url.startsWith(FEDERATION_SPEC));
  if (link === undefined) return (directive) => directive;
  return (directive) => link.imports.get(`@${directive}`) ?? `${link.prefix}__${directive}`;
}

/** One `@link` of a document. */
export interface SchemaLink {
  readonly url: string;
  readonly prefix: string;
  /** What is imported, by its name in the linked spec (`@key`), with its local name (`key`). */
  readonly imports: ReadonlyMap<string, string>;
}

/** All `@link`s on the schema definition and its extensions. */
export function linksOf(document: DocumentNode): readonly SchemaLink[] {
  return schemaDirectives(document).flatMap((directive) => {
    if (directive.name.value !== 'link') return [];
    const url = stringArgument(directive, 'url');
    return url === undefined
      ? []
      : [{ url, prefix: prefixOf(directive, url), imports: importsOf(directive) }];
  });
}

/** The directives that are applied to the schema definition and its extensions. */
export function schemaDirectives(document: DocumentNode): readonly ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
}

/** The text of a string argument; undefined when it is not there or no string. */
export function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function prefixOf(directive: ConstDirectiveNode, url: string): string {
  return stringArgument(directive, 'as') ?? url.split('/').at(-2) ?? '';
}

function importsOf(directive: ConstDirectiveNode): ReadonlyMap<string, string> {
  const imports = new Map<string, string>();
  const list = directive.arguments?.find((argument) => argument.name.value === 'import')?.value;
  if (list?.kind !== Kind.LIST) return imports;
  for (const item of list.values) {
    if (item.kind === Kind.STRING) imports.set(item.value, item.value.replace(/^@/, ''));
    if (item.kind !== Kind.OBJECT) continue;
    const part = (key: string) => {
      const value = item.fields.find((field) => field.name.value === key)?.value;
      return value?.kind === Kind.STRING ? value.value : undefined;
    };
    const name = part('name');
    if (name !== undefined) imports.set(name, (part('as') ?? name).replace(/^@/, ''));
  }
  return imports;
}
