import { spawn } from 'node:child_process';

/**
 * Runs a program in this terminal: same input and output, Ctrl-C reaches it directly.
 *
 * @param heard what the program says through its channel
 * @param flags for Node itself
 * @returns its exit code
 */
export function runHere(
  main: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  heard: (message: unknown) => void = () => undefined,
  flags: readonly string[] = [],
): Promise<number> {
  const ignore = (): void => undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, ignore);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, main, ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env,
    });
    child.on('message', heard);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, ignore);
      resolve(code ?? 1);
    });
  });
}
