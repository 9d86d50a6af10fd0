// From samples to a page.
import { cpus, loadavg, totalmem } from 'node:os';

/** Above the cores there are, others were at work, and figures are higher than they would be alone. */
const startLoad = loadavg()[0].toFixed(1);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const ratio = (one, other) => (other === WRONG ? '' : short(one.cpuMs / other.cpuMs));
const short = (value) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2);

/** @param {{ latencies: number[], milliseconds: number, cpuMs: number }[]} rounds */
export function summarise(rounds, peakMb) {
  const latencies = rounds.flatMap((it) => it.latencies).sort((a, b) => a - b);
  return {
    rate: median(rounds.map((it) => (it.latencies.length / it.milliseconds) * 1000)),
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
    cpuMs: median(rounds.map((it) => it.cpuMs / it.latencies.length)),
    peakMb,
  };
}

/** In place of figures: an answer was not as it must be. */
export const WRONG = null;

/** @param {string} name @param {Map<string, ReturnType<typeof summarise>>} results by contender */
export function table(name, results) {
  const head = 'requests/s | p50 ms | p95 ms | p99 ms | CPU ms a request | peak RSS MB';
  const others = [...results.keys()].filter((it) => it !== 'modellregion');
  const ratios = others.map((it) => `CPU / ${it}`).join(' | ');
  const lines = [...results].map(([contender, it]) => {
    if (it === WRONG) return `| ${contender} | answered wrongly |${' |'.repeat(5 + others.length)}`;
    const numbers = [it.rate, it.p50, it.p95, it.p99, it.cpuMs, it.peakMb].map(short).join(' | ');
    const relative = others.map((other) => ratio(it, results.get(other))).join(' | ');
    return `| ${contender} | ${numbers} | ${relative} |`;
  });
  return [
    `### ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    '',
    `| gateway | ${head} | ${ratios} |`,
    `| --- |${' --- |'.repeat(6 + others.length)}`,
    ...lines,
    '',
  ].join('\n');
}

/** @param {boolean | null} pinned null: there is nothing to be pinned */
export function machine(pinned) {
  const cores =
    pinned === null
      ? ''
      : pinned
        ? 'Gateway on core 0, load generator and subgraphs on core 1.'
        : 'Nothing was pinned to a core (there is no taskset here): the figures of one row influence each other.';
  return [
    `${cpus()[0].model}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version},`,
    `${new Date().toISOString().slice(0, 10)}. ${cores}${cores === '' ? '' : ' '}Load average of the machine at the start: ${startLoad}.`,
  ].join(' ');
}
