import { badUserInput } from '../errors.js';

/** Largest page of any list: bounds what one request can make a database read. */
export const MAX_PAGE_SIZE = 100;

/** The page sizes of one argument. */
export interface PageSizeRule {
  /** Page size if the caller names none. */
  readonly default: number;
  /** Largest page; default {@link MAX_PAGE_SIZE}, which the error's sentence names. */
  readonly max?: number;
  /** Name of the argument as the schema has it; default `first`. */
  readonly argument?: string;
}

/**
 * The number of rows to return. Never changed silently: who asks for 1000 and gets 100 would take the list for
 * complete.
 *
 * @throws ClientError `BAD_USER_INPUT` with format `PAGE_SIZE` unless `first` is a whole number from 1 to `max`
 */
export function clampFirst(first: number | null | undefined, rule: PageSizeRule): number {
  const { max = MAX_PAGE_SIZE, argument = 'first' } = rule;
  const size = first ?? rule.default;
  if (!Number.isInteger(size) || size < 1 || size > max)
    throw badUserInput({ argument, format: 'PAGE_SIZE' });
  return size;
}
