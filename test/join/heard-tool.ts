import { spawn, type ChildProcess } from 'node:child_process';
import { eventually } from '../region/support/eventually.js';
import type { OwnProject } from './own-project.js';

/** `modellregion …` in a project, running; what it says is heard. */
export interface HeardTool {
  readonly child: ChildProcess;
  readonly said: () => string;
}

/** Starts it with exactly this environment. */
export function startTool(
  { folder, toolFile }: Pick<OwnProject, 'folder' | 'toolFile'>,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): HeardTool {
  const child = spawn(process.execPath, [toolFile, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said };
}

/**
 * Once `dev` runs its region: where its gateway is.
 *
 * @throws Error with what it said instead
 */
export async function regionOf({ said }: HeardTool, withinMs = 60_000): Promise<string> {
  await eventually('the region runs', () => said().includes('Modellregion is running'), withinMs).catch(
    (error: unknown) => {
      throw new Error(said(), { cause: error });
    },
  );
  return /http:\/\/127\.0\.0\.1:\d+(?=\/graphql)/.exec(said())?.[0] ?? '';
}
