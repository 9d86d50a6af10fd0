// Measures the engine beside other gateways: the same subgraphs, the same requests, rounds in turn.
//
//   npm run bench                          all scenarios, some half an hour
//   npm run bench -- --write               also writes RESULTS.md, or PORTAL-QUERIES.md for these alone
//   npm run bench -- --quick               rounds of one second
//   npm run bench -- --scenario 'join;list' --contender stock,limit
//   npm run bench -- --scenario portal     the portals' queries over the region's own supergraph
//
// Each gateway is a process on core 0; load and subgraphs, which are lookup tables, are on core 1. Every answer is
// compared; who gives a wrong one has no figures, and ends the run with code 1 if it is this gateway. What counts is
// CPU time a request and memory: with a closed loop, latency is mostly a queue's length.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CONTENDERS, installPeers, pinned, pinThisProcess, startContender } from './support/contenders.mjs';
import { createLoad, WrongAnswer } from './support/load.mjs';
import { startSubgraphs } from './support/region.mjs';
import { machine, summarise, table, WRONG } from './support/report.mjs';
import { SCENARIOS } from './support/scenarios.mjs';
import { targetLines } from './support/targets.mjs';

const { values: options } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    scenario: { type: 'string', default: '' },
    contender: { type: 'string', default: Object.keys(CONTENDERS).join(';') },
  },
});
const COMMAND = process.argv
  .slice(2)
  .map((it) => (/[ ;]/.test(it) ? `'${it}'` : it))
  .join(' ');
const ROUNDS = 3;
const ROUND_MS = options.quick ? 1000 : 3000;
const WARM_UP_MS = options.quick ? 1000 : 5000;

const names = options.contender.split(/;|,(?! )/);
const scenarios = SCENARIOS.filter(({ name }) => options.scenario.split(';').some((it) => name.includes(it)));
installPeers(names);
pinThisProcess();

const folder = mkdtempSync(join(tmpdir(), 'modellregion-bench-'));
const worlds = new Map();
const subgraphsOf = async ({ world }) => {
  if (!worlds.has(world)) worlds.set(world, await startSubgraphs(folder, 0, world));
  return worlds.get(world);
};
const sections = [];
const measured = new Map();
try {
  console.log(`${machine(pinned)}\n`);
  for (const scenario of scenarios) {
    const subgraphs = await subgraphsOf(scenario);
    const results = await (scenario.cold ? measureCold : measure)(scenario, subgraphs);
    measured.set(scenario.name, results);
    sections.push(table(scenario.name, results));
    console.log(sections.at(-1));
  }
} finally {
  for (const subgraphs of worlds.values()) await subgraphs.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log(targetLines(measured).join('\n'));
if (options.write) writeFileSync(new URL(pageName(), import.meta.url), page());

async function measure(scenario, subgraphs) {
  const contenders = names.filter((it) => it !== 'limit' || scenario.limit);
  const running = [];
  try {
    for (const name of contenders) running.push(await start(name, scenario, subgraphs));
    for (const it of running) await judged(it, () => warm(it));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const it of running) await judged(it, () => measureRound(it));
    const silent = running.find((it) => it.process.reports() === 0);
    if (silent !== undefined) throw new Error(`${silent.name} has reported nothing`);
    return new Map(
      running.map((it) => [it.name, it.isWrong ? WRONG : summarise(it.rounds, it.process.peakMb())]),
    );
  } finally {
    for (const { process, load } of running) {
      await load.close();
      await process.stop();
    }
  }
}

async function start(name, scenario, subgraphs) {
  const asked = name === 'limit' ? replayed(scenario) : scenario;
  const recording = name === 'limit' ? await recordingOf(scenario, subgraphs) : null;
  const process = await startContender(name, subgraphs.supergraph, recording);
  return { name, process, load: createLoad(process.url, asked), rounds: [], isWrong: false };
}

async function warm({ load }) {
  await load.learn();
  await load.run(WARM_UP_MS);
}

async function measureRound({ process, load, rounds }) {
  const before = process.cpuMs();
  const sample = await load.run(ROUND_MS);
  rounds.push({ ...sample, cpuMs: process.cpuMs() - before });
}

/** Who has answered wrongly once is asked no more. */
async function judged(contender, act) {
  if (contender.isWrong) return;
  try {
    await act();
  } catch (fault) {
    if (!(fault instanceof WrongAnswer)) throw fault;
    console.error(`${contender.name}: ${fault.message}`);
    contender.isWrong = true;
    if (contender.name === 'modellregion') process.exitCode = 1;
  }
}

/** What the limit is asked: all operations, but of one operation with many variables always the same. */
function replayed(scenario) {
  return scenario.limit === 'each' ? scenario : scenario.fixed();
}

/** What the first contender asks of the subgraphs for this scenario, once it has planned it. */
async function recordingOf(scenario, subgraphs) {
  const process = await startContender(names[0], subgraphs.supergraph, null);
  const load = createLoad(process.url, scenario);
  const replays = [];
  for (let variant = 0; variant < replayed(scenario).variants; variant += 1) {
    await load.learnOne(variant);
    const stages = await subgraphs.record(() => load.learnOne(variant));
    replays.push({ body: scenario.learn(variant), stages, result: { data: scenario.expected(variant) } });
  }
  await load.close();
  await process.stop();
  return { replays };
}

/** A process of its own for each round: what is asked for the first time is asked only once. */
async function measureCold(scenario, subgraphs) {
  const contenders = names
    .filter((it) => it !== 'limit')
    .map((name) => ({ name, rounds: [], peakMb: 0, isWrong: false }));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const it of contenders) await judged(it, () => measureFirst(it, scenario, subgraphs));
  return new Map(contenders.map((it) => [it.name, it.isWrong ? WRONG : summarise(it.rounds, it.peakMb)]));
}

async function measureFirst(contender, scenario, subgraphs) {
  const process = await startContender(contender.name, subgraphs.supergraph, null);
  const load = createLoad(process.url, scenario);
  try {
    const latencies = [];
    const [before, begun] = [process.cpuMs(), performance.now()];
    for (let variant = 0; variant < scenario.variants; variant += 1) {
      const from = performance.now();
      await load.learnOne(variant);
      latencies.push(performance.now() - from);
    }
    const milliseconds = performance.now() - begun;
    contender.rounds.push({ latencies, milliseconds, cpuMs: process.cpuMs() - before });
    contender.peakMb = process.peakMb();
  } finally {
    await load.close();
    await process.stop();
  }
}

/** The portal queries have a page of their own. */
function pageName() {
  return scenarios.every(({ world }) => world !== 'shop') ? 'PORTAL-QUERIES.md' : 'RESULTS.md';
}

function page() {
  const ABOUT = {
    'modellregion, usage':
      'this gateway over the release of a registry, to which it tells every second what is used',
    stock: 'this gateway with `MODELLREGION_EXECUTOR=apollo`',
    apollo: '@apollo/gateway in @apollo/server by themselves',
    hive: 'Hive Gateway',
    'hive, Rust planner': 'Hive Gateway with the planner of its Rust router',
    limit:
      'sends the same requests to subgraphs as the first row, parses the answers, serialises the result and does nothing else',
  };
  return [
    '# How much work the engine is',
    '',
    `Written by \`npm run bench -- ${COMMAND}\`; run it again with the same command. What is asked, and of what, stands in`,
    '[engine.mjs](engine.mjs) and [support](support). The first row is this gateway.',
    '',
    ...names.flatMap((name) => (name in ABOUT ? [`- *${name}*: ${ABOUT[name]}`] : [])),
    '',
    'The portal queries go to the supergraph of the region itself, all others to that of a shop. Who answers one request',
    'of a scenario wrongly has no figures there.',
    '',
    `${machine(pinned)} ${ROUNDS} rounds of ${ROUND_MS / 1000} s for each gateway, in turn; medians.`,
    '',
    ...targetLines(measured),
    '## Figures',
    '',
    ...sections,
  ].join('\n');
}
