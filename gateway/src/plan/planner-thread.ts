import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { PlannerData, PlannerLoad, PlannerLoaded, PlannerRequest } from './messages.js';
import { createPlanner, type Planner } from './planner.js';

/** The planning thread: loads the supergraphs it is given, one after the other, and answers for the last of them. */
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
/** Where Linux shows this thread, `PROCESS/task/THREAD` below /proc; null elsewhere. */
const shownAs = linuxThread();
if (shownAs !== null) standBack(Number(shownAs.split('/').at(-1)));
const schedulerFile = shownAs === null ? null : `/proc/${shownAs}/schedstat`;
let planner: Planner | null = null;
port.on('message', (message: PlannerLoad | PlannerRequest) => {
  if (message.kind === 'load') port.postMessage(load(message.data));
  else if (planner === null) port.postMessage({ kind: 'failed', reason: 'no supergraph is loaded' });
  else port.postMessage(message.kind === 'analyse' ? planner.analyse(message) : planner.plan(message));
});

function load(data: PlannerData): PlannerLoaded {
  // There is not room for two.
  planner = null;
  try {
    planner = createPlanner(data);
    return { kind: 'loaded', apiSdl: planner.apiSdl, schedulerFile };
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}

function linuxThread(): string | null {
  try {
    return readlinkSync('/proc/thread-self');
  } catch {
    return null;
  }
}

/**
 * Who plans waits for who answers requests, where both have one core only. With less of a distance Linux lets who plans
 * keep the core for up to a tick of 10 ms after a request has come in. What is new is still planned while the core is
 * busy with answers: in some 0.15 s where it takes 0.05 s otherwise.
 */
function standBack(thread: number): void {
  try {
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // Where that is forbidden they share the core alike.
  }
}
