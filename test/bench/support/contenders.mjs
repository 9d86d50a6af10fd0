// Gateways as processes of their own, each on core 0.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { GATEWAY_NODE_FLAGS } from '@modellregion/schema';
import { GATEWAY_SETTINGS } from '../../../gateway/dist/settings.js';
import { startRegistry } from './registry.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const PEERS = at('../peers/');
const TICK_MS = 10;

export const pinned = spawnSync('taskset', ['-V']).error === undefined;

/** Load and subgraphs on core 1, so that they take nothing from the gateway; children inherit it. */
export function pinThisProcess() {
  if (pinned) execFileSync('taskset', ['-acp', '1', String(process.pid)], { stdio: 'ignore' });
}

const ours = (executor) => ({
  command: [process.execPath, ...GATEWAY_NODE_FLAGS, at('../../../gateway/dist/main.js')],
  arguments: (supergraph) => ['--supergraph', supergraph, '--port', '0', '--profile', 'open'],
  env: { LOG_LEVEL: 'error', ...(executor === null ? {} : { MODELLREGION_EXECUTOR: executor }) },
});
/** The same over a registry's release, telling it what is used. */
const reporting = () => ({
  ...ours('modellregion'),
  arguments: () => ['--port', '0', '--profile', 'open'],
  reports: true,
});
const hive = (config) => ({
  command: [process.execPath, `${PEERS}node_modules/@graphql-hive/gateway/dist/bin.js`],
  arguments: (supergraph, port) => [
    'supergraph',
    supergraph,
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-c',
    config,
  ],
  env: {},
  peer: true,
});

/** By the name under which they stand in the results. */
export const CONTENDERS = {
  ...(GATEWAY_SETTINGS.includes('MODELLREGION_EXECUTOR')
    ? { modellregion: ours('modellregion'), 'modellregion, usage': reporting(), stock: ours('apollo') }
    : { stock: ours(null) }),
  apollo: {
    command: [process.execPath, at('bare-apollo.mjs')],
    arguments: (supergraph) => [supergraph],
    env: {},
  },
  hive: hive('hive.config.mjs'),
  'hive, Rust planner': hive('hive-router.config.mjs'),
  limit: { command: [process.execPath, at('replay.mjs')], arguments: () => [], env: {}, replay: true },
};

/** Peers are no dependency of the project: they come when the bench runs for the first time. */
export function installPeers(names) {
  if (!names.some((it) => CONTENDERS[it].peer) || existsSync(`${PEERS}node_modules/@graphql-hive/gateway`))
    return;
  console.error('Installing the other gateways once …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
    cwd: PEERS,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/**
 * @param {string[]} flags for Node
 * @param {Record<string, string>} more settings
 * @returns {Promise<{ url: string, cpuMs: () => number, peakMb: () => number, stop: () => Promise<void> }>}
 */
export async function startContender(name, supergraph, recording, flags = [], more = {}) {
  const { command, arguments: args, env, peer = false, replay = false, reports = false } = CONTENDERS[name];
  const registry = reports ? await startRegistry(supergraph) : null;
  const port = peer ? await freePort() : 0;
  const [runtime, ...script] = command;
  const line = [runtime, ...flags, ...script, ...args(supergraph, port)];
  const [program, ...rest] = pinned ? ['taskset', '-c', '0', ...line] : line;
  const child = spawn(program, rest, {
    cwd: peer ? PEERS : undefined,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      APOLLO_TELEMETRY_DISABLED: 'true',
      ...env,
      ...registry?.env,
      ...more,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const message = (type) =>
    new Promise((resolve, reject) => {
      child.on('message', (it) => it?.type === type && resolve(it));
      void ended.then((code) => reject(new Error(`${name} ended with ${code}`)));
    });
  if (replay) {
    await message('waiting');
    child.send(recording);
  }
  const listening = peer ? port : (await message('ready')).port;
  const url = `http://127.0.0.1:${listening}/graphql`;
  await answers(url, ended);
  return {
    url,
    /** Asks what a file named by `flags` answers to. */
    ask: async (type) => {
      const answer = message(type);
      child.send({ type });
      return answer;
    },
    /** Batches of usage that it told; null: it is not to. */
    reports: () => registry?.reports() ?? null,
    cpuMs: () => cpuMs(child.pid),
    peakMb: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      registry?.stop();
    },
  };
}

/** User and system time of all threads. */
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

async function answers(url, ended) {
  let over = false;
  void ended.then(() => (over = true));
  for (const begun = Date.now(); Date.now() - begun < 60_000 && !over;) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing answers at ${url}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
