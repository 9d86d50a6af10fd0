// Measures how a region's size tells: time and memory to compose it, to check a publication and to take a release over.
//
//   npm run bench:growth               10, 50 and 200 subgraphs, some five minutes
//   npm run bench:growth -- --write    also writes GROWTH.md
//
// The region's own subgraphs, and as many partners as the size asks for, each with the contract that
// `modellregion subgraph create` makes. Every figure is of a process of its own; nothing is pinned.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GATEWAY_NODE_FLAGS, loadRegistry } from '@modellregion/schema';
import { checkPublication } from '@modellregion/schema/checks';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { machine } from './support/report.mjs';

const SIZES = [10, 50, 200];
const ROUNDS = 3;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const TEMPLATE = readFileSync(at('../../subgraphs/kit/template/schema.graphql'), 'utf8');

/** @returns {{ entry: import('@modellregion/schema').RegistryEntry, sdl: string }[]} */
function region(size) {
  const own = loadRegistry().map((entry) => ({ entry, sdl: readFileSync(entry.sdlFile, 'utf8') }));
  const partners = Array.from({ length: size - own.length }, (_, n) => {
    const name = `partner${String(n).padStart(3, '0')}`;
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    return {
      entry: {
        ...own[0].entry,
        name,
        url: `http://127.0.0.1:${10_000 + n}/graphql`,
        sdl: `subgraphs/${name}/schema.graphql`,
        owns: [`${capital}Place`],
        dataClasses: ['PUBLIC', 'OPEN_DATA'],
        keys: [],
      },
      sdl: TEMPLATE.replaceAll('newcomer', name).replaceAll('Newcomer', capital),
    };
  });
  return [...own, ...partners];
}

/** The last partner tells one thing more. */
function changed(subgraphs) {
  const last = subgraphs.at(-1);
  return {
    ...last,
    sdl: last.sdl.replace('  "What people call it."', '  "Why one goes there."\n  why: String\n$&'),
  };
}

function supergraphOf(subgraphs) {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ entry, sdl }) => ({ name: entry.name, url: entry.url, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors.join('\n'));
  return supergraphSdl;
}

const peakMb = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const timed = async (act) => {
  const began = performance.now();
  await act();
  return performance.now() - began;
};

const PARTS = {
  compose: (size) => {
    const subgraphs = region(size);
    return timed(() => supergraphOf(subgraphs));
  },
  check: (size) => {
    const before = region(size);
    return timed(async () => {
      const report = await checkPublication({
        before,
        candidate: changed(before),
        grants: [],
        usage: null,
        portalQueries: [],
        profile: 'developer',
        limits: { checkMs: 300_000 },
      });
      if (report.status !== 'accepted')
        throw new Error(
          report.results.flatMap(({ findings }) => findings.map((it) => it.problem)).join('\n'),
        );
    });
  },
};

/** One part in a process of its own. */
async function alone(part, size) {
  const child = fork(at('growth.mjs'), [part, String(size)]);
  const watched = watchChildren(child.pid);
  const [{ ms, mb }] = await once(child, 'message');
  await once(child, 'exit');
  return { ms, mb: mb + watched.peakMb() };
}

/** Peak memory of what a process starts itself: a check composes in one that has a cap. */
function watchChildren(pid) {
  let peak = 0;
  const timer = setInterval(() => {
    try {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
      for (const child of children) peak = Math.max(peak, peakMb(child));
    } catch {
      // It has ended meanwhile.
    }
  }, 50);
  return {
    peakMb: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** A gateway that serves a region of this size, and takes its next supergraph over. */
async function swap(size, folder) {
  const file = join(folder, `supergraph-${size}.graphql`);
  const subgraphs = region(size);
  writeFileSync(file, supergraphOf(subgraphs));
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...GATEWAY_NODE_FLAGS,
      at('../../gateway/dist/main.js'),
      '--supergraph',
      file,
      '--port',
      '0',
      '--profile',
      'open',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH, NODE_ENV: 'production', MODELLREGION_SUPERGRAPH_POLL_MS: '200' },
    },
  );
  const lines = linesOf(child.stdout);
  await new Promise((resolve) => child.on('message', (it) => it.type === 'ready' && resolve()));
  const ready = { ms: performance.now() - began, mb: peakMb(child.pid) };
  writeFileSync(`${file}.next`, supergraphOf([...subgraphs.slice(0, -1), changed(subgraphs)]));
  renameSync(`${file}.next`, file);
  const { tookMs } = await lines.first((it) => /^supergraph (taken over|refused)$/.test(it.msg ?? it.event));
  const after = peakMb(child.pid);
  child.kill();
  await once(child, 'exit');
  return { ready, swap: { ms: tookMs, mb: after } };
}

function linesOf(stream) {
  const waiting = [];
  let rest = '';
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const entry = JSON.parse(line);
      for (const { is, resolve } of waiting) if (is(entry)) resolve(entry);
    }
  });
  return { first: (is) => new Promise((resolve) => waiting.push({ is, resolve })) };
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'modellregion-bench-'));
  const rows = [];
  for (const size of SIZES) {
    const rounds = { compose: [], check: [], ready: [], swap: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const part of Object.keys(PARTS)) rounds[part].push(await alone(part, size));
      const { ready, swap: swapped } = await swap(size, folder);
      rounds.ready.push(ready);
      rounds.swap.push(swapped);
    }
    rows.push([size, rounds]);
  }
  rmSync(folder, { recursive: true, force: true });
  const text = page(rows);
  console.log(text);
  if (process.argv.includes('--write')) writeFileSync(new URL('GROWTH.md', import.meta.url), text);
}

const LABELS = {
  compose: 'compose',
  check: 'check a publication',
  ready: 'start a gateway',
  swap: 'take a supergraph over',
};

function page(rows) {
  const figure = (rounds) =>
    `${median(rounds.map(({ ms }) => ms)).toFixed(0)} ms, ${median(rounds.map(({ mb }) => mb)).toFixed(0)} MB`;
  const head = rows.map(([size]) => `${size} subgraphs`).join(' | ');
  const lines = Object.entries(LABELS).map(([part, label]) => {
    const [first] = rows;
    const last = rows.at(-1);
    const growth = median(last[1][part].map(({ ms }) => ms)) / median(first[1][part].map(({ ms }) => ms));
    return `| ${label} | ${rows.map(([, rounds]) => figure(rounds[part])).join(' | ')} | ${growth.toFixed(1)} |`;
  });
  return [
    '# How a region’s size tells',
    '',
    'Written by `npm run bench:growth -- --write`. The region’s own subgraphs and partners with the contract that',
    '`modellregion subgraph create` makes; the change is one more field of the last one. Time and peak memory (resident',
    'set) of the process that does it and of what it starts, process start not counted except where a gateway starts.',
    '',
    `${machine(null)} Medians of ${ROUNDS} rounds.`,
    '',
    `| | ${head} | time, ${rows.at(-1)[0]} / ${rows[0][0]} |`,
    `| --- |${' --- |'.repeat(rows.length + 1)}`,
    ...lines,
    '',
  ].join('\n');
}

const [part, size] = process.argv.slice(2);
if (part in PARTS) {
  const ms = await PARTS[part](Number(size));
  process.send({ ms, mb: peakMb(process.pid) });
  process.disconnect();
} else await main();
