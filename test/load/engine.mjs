// What the engine must stand: `npm run test:load`, some fifteen minutes; each scenario three times, medians count.
//
//   npm run test:load -- --scenario soak     expensive, soak, reload or distance
//   npm run test:load -- --attempts 1
//   npm run test:load -- --write             also writes RESULTS.md
//
// Ends with code 1 if a limit is missed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pinned, pinThisProcess, startContender } from '../bench/support/contenders.mjs';
import { startSubgraphs } from '../bench/support/region.mjs';
import { machine } from '../bench/support/report.mjs';
import { measureDistance } from './distance.mjs';
import { measureExpensive } from './expensive.mjs';
import { median } from './open-loop.mjs';
import { measureReload } from './reload.mjs';
import { measureSoak } from './soak.mjs';

const { values: options } = parseArgs({
  options: {
    scenario: { type: 'string', default: '' },
    attempts: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const SCENARIOS = {
  expensive: measureExpensive,
  soak: measureSoak,
  reload: measureReload,
  distance: measureDistance,
};
const FAR_MS = 20;

const chosen = Object.entries(SCENARIOS).filter(([name]) => ['', name].includes(options.scenario));
const count = Number(options.attempts);
if (chosen.length === 0) stop(`--scenario is one of ${Object.keys(SCENARIOS).join(', ')}.`);
if (!(count >= 1)) stop('--attempts is a number from 1 on.');
if (options.write && chosen.length < Object.keys(SCENARIOS).length)
  stop('--write is for all scenarios: leave --scenario out.');

pinThisProcess();
const folder = mkdtempSync(join(tmpdir(), 'modellregion-load-'));
const [subgraphs, far] = [await startSubgraphs(folder), await startSubgraphs(folder, FAR_MS)];
const context = {
  subgraphs,
  start: (flags, settings) => startContender('modellregion', subgraphs.supergraph, null, flags, settings),
  startFar: (name) => startContender(name, far.supergraph, null),
};
const rows = [];
try {
  for (const [, measure] of chosen) {
    const attempts = [];
    while (attempts.length < count) attempts.push(await measure(context));
    rows.push(...medians(attempts));
  }
} finally {
  await Promise.all([subgraphs.stop(), far.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
const page = [
  '# What the engine stands',
  '',
  `Written by \`npm run test:load -- --write\`; run it again with the same command. Medians of ${count} attempts.`,
  '',
  machine(pinned),
  '',
  '| what | measured | limit | kept | each attempt |',
  '| --- | --- | --- | --- | --- |',
  ...rows.map(
    ({ name, value, limit, kept, each }) =>
      `| ${name} | ${text(value)} | ${text(limit)} | ${kept} | ${each.map(text).join(', ')} |`,
  ),
  '',
].join('\n');
console.log(page);
if (options.write) writeFileSync(new URL('RESULTS.md', import.meta.url), page);
if (rows.some(({ kept }) => kept === 'no')) process.exitCode = 1;

/** Each figure and each limit is the median of the attempts. */
function medians(attempts) {
  return attempts[0].map(([name, , hasLimit], index) => {
    const of = (column) => median(attempts.map((rowsOf) => rowsOf[index][column]));
    const [value, limit] = [of(1), hasLimit === null ? null : of(2)];
    const each = attempts.map((rowsOf) => rowsOf[index][1]);
    return { name, value, limit, each, kept: limit === null ? '' : value <= limit ? 'yes' : 'no' };
  });
}

function stop(reason) {
  console.error(reason);
  process.exit(2);
}

function text(value) {
  if (value === null) return '';
  return Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
