import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a command to its end: both outputs together. Throws with them when it fails. It gives way to what serves
 * meanwhile, as a partner works on a machine of its own.
 */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<string> {
  try {
    const { stdout, stderr } = await execute('nice', ['-n', '10', command, ...args], {
      cwd,
      env: { ...environment(), ...env },
      maxBuffer: 10_000_000,
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** Nothing of this run's own configuration: who runs it elsewhere has none. */
function environment(): NodeJS.ProcessEnv {
  const ours = /^(MODELLREGION_|npm_|NODE_OPTIONS|JEST_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
