// What the engine must stand: `npm run test:load`, some ten minutes; each scenario three times, medians count.
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
  for (const [name, measure] of Object.entries(SCENARIOS)) {
    if (!name.includes(options.scenario)) continue;
    const attempts = [];
    while (attempts.length < Number(options.attempts)) attempts.push(await measure(context));
    rows.push(...medians(attempts));
  }
} finally {
  await Promise.all([subgraphs.stop(), far.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
const page = [
  '# What the engine stands',
  '',
  `Written by \`npm run test:load -- --write\`; medians of ${options.attempts} attempts.`,
  '',
  machine(pinned),
  '',
  '| what | measured | limit | kept |',
  '| --- | --- | --- | --- |',
  ...rows.map(({ name, value, limit, kept }) => `| ${name} | ${text(value)} | ${text(limit)} | ${kept} |`),
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
    return { name, value, limit, kept: limit === null ? '' : value <= limit ? 'yes' : 'no' };
  });
}

function text(value) {
  if (value === null) return '';
  return Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
