import { Kind, parse, type TypeNode, type VariableDefinitionNode } from 'graphql';

const DAY = 24 * 60 * 60 * 1000;

/** Paderborn and Bielefeld: the two towns every profile of the synthetic region knows. */
const KNOWN_AGS = ['05774032', '05711000'];

/**
 * Values to start with for the variables of a query: municipalities and times by name, and for everything else a
 * placeholder that says what belongs there.
 */
export function exampleVariables(text: string, now: Date): Readonly<Record<string, unknown>> {
  const definitions = parse(text, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
  );
  return Object.fromEntries(
    definitions.filter(needsValue).map((one) => [one.variable.name.value, example(one, now)]),
  );
}

function needsValue({ defaultValue }: VariableDefinitionNode): boolean {
  return defaultValue === undefined;
}

function example({ variable, type }: VariableDefinitionNode, now: Date): unknown {
  const name = variable.name.value;
  if (name === 'ags') return isList(type) ? KNOWN_AGS : KNOWN_AGS[0];
  const days = { from: 0, y0: -365, to: 14, y1: 0 }[name];
  if (days !== undefined) return instant(new Date(now.getTime() + days * DAY), namedType(type));
  return `<${name}>`;
}

function instant(at: Date, type: string): string {
  const text = at.toISOString();
  return type === 'Date' ? text.slice(0, 10) : `${text.slice(0, 13)}:00:00Z`;
}

function isList(type: TypeNode): boolean {
  return (
    type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.LIST_TYPE)
  );
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
