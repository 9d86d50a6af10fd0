import type { InputFormat } from '@modellregion/schema';
import { GraphQLScalarType, Kind } from 'graphql';
import { ClientError } from '../errors.js';

/** How a scalar that is written as a string is read and printed. */
export interface StringScalar<Internal> {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL?: string;
  readonly format: InputFormat;
  /** What a caller's text means, or null if it has not the format. */
  readonly read: (text: string) => Internal | null;
  /** What a resolver's value is printed as, or null if it cannot be. */
  readonly print: (value: unknown) => string | null;
}

/**
 * Makes a scalar type. A caller's wrong value is a `BAD_USER_INPUT` with the scalar's format; a resolver's wrong
 * value is an internal fault.
 */
export function stringScalar<Internal>(scalar: StringScalar<Internal>): GraphQLScalarType<Internal, string> {
  const read = (value: unknown): Internal => {
    const internal = typeof value === 'string' ? scalar.read(value) : null;
    if (internal === null) throw new ClientError('BAD_USER_INPUT', { format: scalar.format });
    return internal;
  };
  return new GraphQLScalarType<Internal, string>({
    name: scalar.name,
    description: scalar.description,
    specifiedByURL: scalar.specifiedByURL ?? null,
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : null),
    serialize: (value) => {
      const text = scalar.print(value);
      if (text === null) throw new TypeError(`a resolver returned no ${scalar.name}: ${typeof value}`);
      return text;
    },
  });
}
