import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../database/atomic-file.js';

const running = z.object({ port: z.number(), pid: z.number() });

const runtimeFile = z.object({
  supervisorPid: z.number(),
  gateway: running.nullable(),
  registry: running.nullable().default(null),
  subgraphs: z.record(z.string(), running),
  database: z.object({ port: z.number() }).nullable(),
});

/** What runs where; in `runtime.json` of the state folder while the region is up. */
export type Runtime = Readonly<z.infer<typeof runtimeFile>>;

/** Null when no region has been running, or the file is not ours. */
export function readRuntime(state: string): Runtime | null {
  try {
    return runtimeFile.parse(JSON.parse(readFileSync(join(state, 'runtime.json'), 'utf8')));
  } catch {
    return null;
  }
}

export function writeRuntime(state: string, runtime: Runtime): void {
  writeFileAtomically(join(state, 'runtime.json'), `${JSON.stringify(runtime, null, 2)}\n`, 0o600);
}

export function removeRuntime(state: string): void {
  rmSync(join(state, 'runtime.json'), { force: true });
}
