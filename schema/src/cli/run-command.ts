import { RegistryError } from '../registry/registry-fault.js';
import { checkCommand } from './check-command.js';
import type { CommandResult, CommandSettings } from './command.js';
import { composeCommand } from './compose-command.js';

/** Runs `compose` or `check` with its arguments. Never throws: what cannot run says why and exits with 2. */
export function runCommand(args: readonly string[], settings: CommandSettings): CommandResult {
  const [command = '', ...options] = args;
  const allowed = OPTIONS.get(command);
  if (allowed === undefined)
    return { exitCode: 2, err: `${command || 'Nothing'} is no command of this program.\n` };
  const unknown = options.filter((option) => !allowed.includes(option));
  if (unknown.length > 0) {
    return { exitCode: 2, err: `${command} knows ${allowed.join(', ')}, not ${unknown.join(' ')}.\n` };
  }
  try {
    return command === 'compose'
      ? composeCommand(settings, options.includes('--check'))
      : checkCommand(settings, options.includes('--json'));
  } catch (error) {
    if (error instanceof RegistryError) return { exitCode: 2, err: `${error.message}\n` };
    return {
      exitCode: 2,
      err: `${command} could not run: ${error instanceof Error ? error.message : String(error)}\n`,
    };
  }
}

const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['compose', ['--check']],
  ['check', ['--json']],
]);
