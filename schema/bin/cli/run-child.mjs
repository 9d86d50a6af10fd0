import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { childEnvironment } from './environment.mjs';

/**
 * Runs a Node program with our terminal and waits for its end.
 *
 * SIGTERM and SIGHUP are passed on. SIGINT is passed on only without a terminal: Ctrl-C in a terminal reaches the
 * child by itself, and a second one would cut its orderly end short. The child always gets an IPC channel: it ends
 * when the channel does, so that a kill -9 of this process leaves nothing running.
 *
 * @param {{ env?: object, cwd?: string, flags?: readonly string[] }} [options] flags: for Node
 * @returns {Promise<number>} its exit code; 128 plus the number of the signal that ended it, as shells count.
 */
export function runChild(main, args, { env = {}, cwd, flags = [] } = {}) {
  const child = spawn(process.execPath, [...flags, main, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: childEnvironment(env),
    ...(cwd === undefined ? {} : { cwd }),
  });
  const forward = (signal) => {
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  const unlink = process.send === undefined ? () => {} : linkChannels(child);
  return new Promise((resolve, reject) => {
    const settle = (outcome) => {
      for (const signal of signals) process.off(signal, forward);
      unlink();
      outcome();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code, signal) =>
      settle(() => resolve(code ?? 128 + (constants.signals[signal] ?? 0))),
    );
  });
}

/** Makes our own channel and the child's one: what comes in on one side goes out on the other. */
function linkChannels(child) {
  const down = (message) => {
    if (child.connected) child.send(message, () => {});
  };
  const up = (message) => {
    if (process.connected) process.send(message, () => {});
  };
  const hangUp = () => {
    if (child.connected) child.disconnect();
  };
  process.on('message', down);
  process.once('disconnect', hangUp);
  child.on('message', up);
  return () => {
    process.off('message', down);
    process.off('disconnect', hangUp);
    // Otherwise the open channel keeps this process alive after its child.
    if (process.connected) process.disconnect();
  };
}
