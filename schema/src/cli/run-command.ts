import { parseArgs } from 'node:util';
import { RegistryError } from '../registry/registry-fault.js';
import { checkCommand, type CheckRequest } from './check-command.js';
import type { CommandResult, CommandSettings } from './command.js';
import { composeCommand } from './compose-command.js';

/** Runs `compose` or `check` with its arguments. Never throws: what cannot run says why and exits with 2. */
export async function runCommand(args: readonly string[], settings: CommandSettings): Promise<CommandResult> {
  const [command = '', ...options] = args;
  const allowed = OPTIONS.get(command);
  if (allowed === undefined)
    return { exitCode: 2, err: `${command || 'Nothing'} is no command of this program.\n` };
  const unknown = options.filter((option) => option.startsWith('-') && !allowed.includes(nameOf(option)));
  if (unknown.length > 0) {
    return { exitCode: 2, err: `${command} knows ${allowed.join(', ')}, not ${unknown.join(' ')}.\n` };
  }
  try {
    if (command === 'compose') return composeCommand(settings, options.includes('--check'));
    const request = checkRequest(options);
    return typeof request === 'string'
      ? { exitCode: 2, err: `${request}\n` }
      : await checkCommand(settings, request);
  } catch (error) {
    if (error instanceof RegistryError) return { exitCode: 2, err: `${error.message}\n` };
    return {
      exitCode: 2,
      err: `${command} could not run: ${error instanceof Error ? error.message : String(error)}\n`,
    };
  }
}

const FORMATS = ['json', 'markdown', 'sarif'] as const;

const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['compose', ['--check']],
  ['check', [...FORMATS.map((format) => `--${format}`), '--base']],
]);

function nameOf(option: string): string {
  return option.replace(/=.*$/, '');
}

/** The request, or the sentence that says what is wrong with it. */
function checkRequest(options: readonly string[]): CheckRequest | string {
  const { positionals, values } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      markdown: { type: 'boolean' },
      sarif: { type: 'boolean' },
      base: { type: 'string', default: 'HEAD' },
    },
  });
  const formats = FORMATS.filter((format) => values[format] === true);
  if (formats.length > 1) return `check writes one format: ${formats.map((one) => `--${one}`).join(' or ')}.`;
  if (positionals.length > 1) return `check takes one subgraph or none, not ${positionals.join(' ')}.`;
  const [subgraph] = positionals;
  return {
    ...(subgraph === undefined ? {} : { subgraph }),
    format: formats[0] ?? 'terminal',
    base: values.base,
  };
}
