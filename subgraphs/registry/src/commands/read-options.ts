import { parseArgs } from 'node:util';
import { UsageError } from './command-error.js';

/** What a command was given. */
export interface Given {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/**
 * Reads the arguments of a command.
 *
 * @param names options with a value; those that end with `?` have none
 * @throws UsageError with the usage
 */
export function readOptions(argv: readonly string[], names: readonly string[], usage: string): Given {
  const options: Record<string, { readonly type: 'boolean' | 'string' }> = {};
  for (const name of names) {
    if (name.endsWith('?')) options[name.slice(0, -1)] = { type: 'boolean' };
    else options[name] = { type: 'string' };
  }
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
    return { words: positionals, values };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** @throws UsageError when an option is missing */
export function needed({ values }: Given, name: string, usage: string): string {
  const value = values[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`--${name} is missing.\n${usage}`);
}

export function given({ values }: Given, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
