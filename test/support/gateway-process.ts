import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../gateway/dist/', import.meta.url));

/** A process of the gateway package as built. */
export interface GatewayProcess {
  readonly child: ChildProcess;
  /** Everything it wrote so far. */
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts `dist/<entry>` with exactly this environment and an IPC channel, as a supervisor does. */
export function spawnGateway(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  entry = 'main.js',
): GatewayProcess {
  const child = spawn(process.execPath, [`${DIST}${entry}`, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  // Not 'close': Node never emits it after the parent has closed the channel itself.
  const all = [once(child, 'exit'), once(child.stdout, 'close'), once(child.stderr, 'close')] as const;
  const ended = Promise.all(all).then(([[code]]) => code as number | null);
  return { child, ended, output: () => ({ stdout, stderr }) };
}

/** Waits for the message that a supervisor waits for. */
export async function ready({ child, ended, output }: GatewayProcess): Promise<string> {
  const message = once(child, 'message').then(([it]) => it as { type: string; port: number });
  const result = await Promise.race([message, ended]);
  if (typeof result !== 'object' || result === null) throw new Error(`gateway ended: ${output().stderr}`);
  return `http://127.0.0.1:${String(result.port)}`;
}

/** Waits until it has written this text to its log. */
export async function saysInLog({ child, ended, output }: GatewayProcess, text: string): Promise<void> {
  const { stdout } = child;
  if (stdout === null) throw new Error('no pipe');
  const over = ended.then(() => {
    throw new Error(`gateway ended without a word of ${text}`);
  });
  // It may end later, when nobody waits any more.
  over.catch(() => undefined);
  while (!output().stdout.includes(text)) await Promise.race([once(stdout, 'data'), over]);
}
