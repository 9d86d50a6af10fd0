// Measures the engine beside other gateways: the same subgraphs, the same requests, rounds in turn.
//
//   npm run bench                          all scenarios, some ten minutes
//   npm run bench -- --write               also writes RESULTS.md
//   npm run bench -- --quick               rounds of one second
//   npm run bench -- --scenario join --contender stock,limit
//
// Each gateway is a process on core 0; load and subgraphs, which are lookup tables, are on core 1. Every answer is
// compared. What counts is CPU time a request and memory: with a closed loop, latency is mostly a queue's length.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CONTENDERS, installPeers, pinned, pinThisProcess, startContender } from './support/contenders.mjs';
import { createLoad } from './support/load.mjs';
import { startSubgraphs } from './support/region.mjs';
import { machine, summarise, table } from './support/report.mjs';
import { SCENARIOS } from './support/scenarios.mjs';

const { values: options } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    scenario: { type: 'string', default: '' },
    contender: { type: 'string', default: Object.keys(CONTENDERS).join(';') },
  },
});
const ROUNDS = 3;
const ROUND_MS = options.quick ? 1000 : 3000;
const WARM_UP_MS = options.quick ? 1000 : 5000;

const names = options.contender.split(/;|,(?! )/);
const scenarios = SCENARIOS.filter(({ name }) => name.includes(options.scenario));
installPeers(names);
pinThisProcess();

const folder = mkdtempSync(join(tmpdir(), 'modellregion-bench-'));
const subgraphs = await startSubgraphs(folder);
const sections = [];
try {
  console.log(`${machine(pinned)}\n`);
  for (const scenario of scenarios) {
    const results = scenario.cold ? await measureCold(scenario) : await measure(scenario);
    sections.push(table(scenario.name, results));
    console.log(sections.at(-1));
  }
} finally {
  await subgraphs.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (options.write) writeFileSync(new URL('RESULTS.md', import.meta.url), page());

async function measure(scenario) {
  const contenders = names.filter((it) => it !== 'limit' || scenario.limit);
  const running = [];
  try {
    for (const name of contenders) running.push(await warm(name, scenario));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { process, load, rounds } of running) {
        const before = process.cpuMs();
        const sample = await load.run(ROUND_MS);
        rounds.push({ ...sample, cpuMs: process.cpuMs() - before });
      }
    }
    return new Map(running.map(({ name, process, rounds }) => [name, summarise(rounds, process.peakMb())]));
  } finally {
    for (const { process, load } of running) {
      await load.close();
      await process.stop();
    }
  }
}

async function warm(name, scenario) {
  const asked = name === 'limit' ? scenario.fixed() : scenario;
  const recording = name === 'limit' ? await recordingOf(scenario) : null;
  const process = await startContender(name, subgraphs.supergraph, recording);
  const load = createLoad(process.url, asked);
  await load.learn();
  await load.run(WARM_UP_MS);
  return { name, process, load, rounds: [] };
}

/** What the first contender asks of the subgraphs for this scenario, once it has planned it. */
async function recordingOf(scenario) {
  const process = await startContender(names[0], subgraphs.supergraph, null);
  const load = createLoad(process.url, scenario);
  await load.learnOne(0);
  const stages = await subgraphs.record(() => load.learnOne(0));
  await load.close();
  await process.stop();
  return { stages, result: { data: scenario.expected(0) } };
}

/** A process of its own for each round: what is asked for the first time is asked only once. */
async function measureCold(scenario) {
  const rounds = new Map(names.filter((it) => it !== 'limit').map((name) => [name, []]));
  const peaks = new Map();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, samples] of rounds) {
      const process = await startContender(name, subgraphs.supergraph, null);
      const load = createLoad(process.url, scenario);
      const latencies = [];
      const [before, begun] = [process.cpuMs(), performance.now()];
      for (let variant = 0; variant < scenario.variants; variant += 1) {
        const from = performance.now();
        await load.learnOne(variant);
        latencies.push(performance.now() - from);
      }
      samples.push({ latencies, milliseconds: performance.now() - begun, cpuMs: process.cpuMs() - before });
      peaks.set(name, process.peakMb());
      await load.close();
      await process.stop();
    }
  }
  return new Map([...rounds].map(([name, samples]) => [name, summarise(samples, peaks.get(name))]));
}

function page() {
  return [
    '# How much work the engine is',
    '',
    'Written by `npm run bench -- --write`; run it again with the same command. What is asked, and of what, stands in',
    '[engine.mjs](engine.mjs) and [support](support). *stock* is this gateway with `MODELLREGION_EXECUTOR=apollo`,',
    '*apollo* is @apollo/gateway in @apollo/server by themselves, *hive* is Hive Gateway, also with the planner of its',
    'Rust router, and *limit* sends the same requests to subgraphs as the first row, parses the answers, serialises the',
    'result and does nothing else.',
    '',
    `${machine(pinned)} ${ROUNDS} rounds of ${ROUND_MS / 1000} s for each gateway, in turn; medians.`,
    '',
    ...sections,
  ].join('\n');
}
