import type { InputFormat } from '@modellregion/schema';
import { badUserInput } from '../errors.js';

declare const kind: unique symbol;

/** A string that has passed the check of its kind; plain strings do not fit where one is asked for. */
export type Identifier<Kind extends string> = string & { readonly [kind]: Kind };

/**
 * Hands an argument on as what it was checked to be.
 *
 * @param argument name of the argument as the schema has it
 * @throws ClientError `BAD_USER_INPUT` if `value` fails `check`
 */
export function requireIdentifier<T extends string>(
  value: string,
  check: (value: string) => value is T,
  expected: { readonly argument: string; readonly format: InputFormat },
): T {
  if (!check(value)) throw badUserInput(expected);
  return value;
}
