import { spawnSync } from 'node:child_process';

/** Whether a program answers, so that a test of another language can say that it is not there instead of failing. */
export function answers(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, [...args], { stdio: 'ignore' }).status === 0;
}

/** Debian's Python before any other: its packages are installed for that one. */
export const PYTHON = answers('/usr/bin/python3', '--version') ? '/usr/bin/python3' : 'python3';

/** A test that is left out where its tool is missing, with a name that says what to install. */
export function named(what: string, isThere: boolean, packages: string): string {
  return isThere ? what : `${what} (left out: install ${packages})`;
}
