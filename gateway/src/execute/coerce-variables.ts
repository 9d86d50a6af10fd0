import { getVariableValues, GraphQLError, type GraphQLSchema, type VariableDefinitionNode } from 'graphql';
import type { Variables } from './execute-program.js';

/** Reads a request's variables (GraphQL § 6.1.2): values with defaults, or what is wrong with them. */
export type ReadVariables = (inputs: Readonly<Record<string, unknown>>) => ReadResult;

export type ReadResult =
  | { readonly kind: 'variables'; readonly values: Variables }
  | { readonly kind: 'errors'; readonly errors: readonly GraphQLError[] };

/** More faults of one request than this tell nothing new. */
const MAX_ERRORS = 50;

export function variableReader(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): ReadVariables {
  const none: ReadResult = { kind: 'variables', values: {} };
  if (definitions.length === 0) return () => none;
  return (inputs) => {
    const { coerced, errors } = getVariableValues(schema, definitions, inputs, { maxErrors: MAX_ERRORS });
    return errors === undefined
      ? { kind: 'variables', values: coerced }
      : { kind: 'errors', errors: errors.map(asUserInput) };
  };
}

const asUserInput = ({ message }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
