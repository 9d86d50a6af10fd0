import { TRUST_LEVELS, type TrustLevel } from '@modellregion/schema';
import {
  getDirectiveValues,
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** What the SDL states about one field: its own directives and those of its type; all of them must be satisfied. */
export interface AccessRules {
  /** Sets of scopes; one set of each entry must be held, or the relation `self` where the entry allows it. */
  readonly scopes: readonly { readonly anyOf: readonly (readonly string[])[]; readonly orSelf: boolean }[];
  /** The stated purpose must be in each of these lists. */
  readonly purposes: readonly (readonly string[])[];
  readonly trust: TrustLevel;
  /** Personal data for which the SDL states nothing else: only the person it is about may read it. */
  readonly selfOnly: boolean;
}

/** Rules of a field, or null if the SDL leaves it open to everybody. */
export function rulesOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): AccessRules | null {
  const nodes = [type.astNode, ...type.extensionASTNodes, field.astNode].flatMap(
    (node) => node?.directives ?? [],
  );
  const named = (name: string): readonly ConstDirectiveNode[] => nodes.filter((it) => it.name.value === name);
  const valuesOf = (name: string): readonly Record<string, unknown>[] => {
    const directive = schema.getDirective(name);
    const found = named(name);
    if (directive == null && found.length > 0) throw new Error(`@${name} is used but not defined in the SDL`);
    return directive == null
      ? []
      : found.map((node) => getDirectiveValues(directive, { directives: [node] }) ?? {});
  };

  const scopes = valuesOf('scopes').map((it) => ({
    anyOf: it['anyOf'] as readonly (readonly string[])[],
    orSelf: it['orSelf'] === true,
  }));
  const purposes = valuesOf('purpose').map((it) => it['anyOf'] as readonly string[]);
  const levels = valuesOf('trust').map((it) => trustLevel(it['min'], `${type.name}.${field.name}`));
  const trust = TRUST_LEVELS.findLast((level) => levels.includes(level)) ?? 'NONE';
  const stated = scopes.length + purposes.length + levels.length + named('signedIn').length > 0;
  const personal = named('personalData').length > 0;
  return stated || personal ? { scopes, purposes, trust, selfOnly: personal && !stated } : null;
}

function trustLevel(value: unknown, where: string): TrustLevel {
  const level = TRUST_LEVELS.find((it) => it === value);
  if (level === undefined) {
    throw new Error(`${where}: @trust(min: ${JSON.stringify(value)}) is none of ${TRUST_LEVELS.join(', ')}`);
  }
  return level;
}
