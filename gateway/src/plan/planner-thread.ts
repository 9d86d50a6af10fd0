import { readlinkSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { PlannerData, PlannerLoaded, PlannerRequest } from './messages.js';
import { createPlanner } from './planner.js';

/** The planning thread: loads the supergraph it is given, then answers one request after the other. */
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const loaded = load(workerData as PlannerData);
port.postMessage(loaded.message);
if (loaded.planner !== null) {
  const { planner } = loaded;
  port.on('message', (request: PlannerRequest) => {
    port.postMessage(request.kind === 'analyse' ? planner.analyse(request) : planner.plan(request));
  });
}

function load(data: PlannerData): {
  readonly planner: ReturnType<typeof createPlanner> | null;
  readonly message: PlannerLoaded;
} {
  try {
    const planner = createPlanner(data);
    return { planner, message: { kind: 'loaded', apiSdl: planner.apiSdl, schedulerFile: schedulerFile() } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { planner: null, message: { kind: 'refused', reason } };
  }
}

function schedulerFile(): string | null {
  try {
    return `/proc/${readlinkSync('/proc/thread-self')}/schedstat`;
  } catch {
    return null;
  }
}
