import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RegistryEntry } from '@modellregion/schema';

const SCRIPT = fileURLToPath(new URL('./gateway-child.mjs', import.meta.url));

/** A gateway as built, in a process of its own. */
export interface GatewayChild {
  readonly url: string;
  readonly isAlive: () => boolean;
  /** Most memory it ever had resident, in MB; null where the system does not tell. */
  readonly peakMegabytes: () => number | null;
  readonly end: () => Promise<void>;
}

export async function startGatewayChild(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  registry: readonly RegistryEntry[],
): Promise<GatewayChild> {
  const child = fork(SCRIPT, {
    env: { PATH: process.env['PATH'] ?? '', ...env, GATEWAY_UNDER_TEST: JSON.stringify({ argv, registry }) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const started = once(child, 'message').then(([message]) => message as { url: string });
  const first = await Promise.race([started, exited]);
  if (Array.isArray(first)) throw new Error(`the gateway ended with ${String(first[0])}`);
  return {
    url: first.url,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    peakMegabytes: () => peakOf(child.pid ?? 0),
    end: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function peakOf(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}
