import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface FoundProcess {
  readonly pid: number;
  readonly command: string;
}

/** Every process that has to do with a state folder: by its command line, environment or working directory. */
export function processesOf(state: string): readonly FoundProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const command = read(() => readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' '));
      const traces = [
        command,
        read(() => readFileSync(`/proc/${name}/environ`, 'utf8')),
        read(() => readlinkSync(`/proc/${name}/cwd`)),
      ];
      return traces.some((trace) => trace.includes(state)) ? [{ pid: Number(name), command }] : [];
    });
}

/** Running, and not merely waiting to be collected by its parent. */
export function isRunning(pid: number): boolean {
  const stat = read(() => readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  return stat !== '' && !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
}

/** A process may end between two looks, or belong to somebody else. */
function read(look: () => string): string {
  try {
    return look();
  } catch {
    return '';
  }
}
