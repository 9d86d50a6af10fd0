// Measures open data: how fast a file comes in and in how much memory, and how long neighbours take to find.
//
//   npm run bench:data             two minutes: 8,317 and 1,000,000 stops, a CSV of 200,000 rows
//   npm run bench:data -- --big    also a CSV of 1 GB and a timetable of 1,000,000 calls
//
// Everything runs on a database of its own in a temporary folder. Baselines stand in the same run: COPY of the same
// bytes without any check, and measuring the distance to every stop.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { ensureDatabases, IMPORT_FLAGS, migrateSubgraph, startCluster } from '@modellregion/subgraph-kit';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { mobility } from '../../subgraphs/mobility/dist/index.js';
import { BY_ID, nearestStatement } from '../../subgraphs/mobility/dist/repositories/nearest.js';
import { STOP } from '../../subgraphs/mobility/dist/repositories/tables.js';
import { RECORDS, writeTimetable } from './timetable.mjs';

const MAIN = fileURLToPath(new URL('../../subgraphs/mobility/dist/main.js', import.meta.url));
const HEADER = 'eva,name,lat,lon,ags,products,note\n';
const big = process.argv.includes('--big');

const folder = await mkdtemp(join(tmpdir(), 'modellregion-bench-'));
await chmod(folder, 0o711);
await mkdir(join(folder, 'state'), { mode: 0o711 });
const cluster = await startCluster({ state: join(folder, 'state'), durable: true });
try {
  const url = (await ensureDatabases(cluster, join(folder, 'state'), ['mobility'])).get('mobility');
  await migrateSubgraph(mobility, url, false);
  const client = new pg.Client({ connectionString: url, options: '-c statement_timeout=0' });
  await client.connect();
  try {
    console.log(
      `${cpus()[0].model}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`,
    );
    console.log(
      `PostgreSQL ${(await client.query('SHOW server_version')).rows[0].server_version}, ${new Date().toISOString().slice(0, 10)}\n`,
    );
    await imports(client, url);
    if (big) await timetable(client, url);
    await neighbours(client);
  } finally {
    await client.end();
  }
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

async function imports(client, url) {
  console.log(
    'Import of stops, each record checked, staged, merged and indexed; baseline: COPY of the same bytes into a table',
  );
  console.log('of texts without a check or an index.\n');
  console.log(
    '| file | rows | first import | again, unchanged | COPY | first / COPY | peak memory of the process |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  await importOf(client, url, { rows: 200_000, note: 0 });
  if (big) await importOf(client, url, { rows: 1_000_000, note: 940 });
  console.log();
}

/** @param note length of a text that no column of a stop takes, as published files are full of them */
async function importOf(client, url, { rows, note }) {
  const data = await mkdtemp(join(folder, 'data-'));
  const file = join(data, 'stops.csv');
  await writeStops(file, rows, note);
  const first = await run(url, data);
  const again = await run(url, data);
  if (first.counts.inserted !== rows || again.counts.unchanged !== rows)
    throw new Error('the import did not take all rows over');
  const copy = await copied(client, file);
  const megabytes = (await stat(file)).size / 1e6;
  const memory = Math.max(first.peakMb, again.peakMb);
  console.log(
    `| ${megabytes.toFixed(0)} MB | ${rows.toLocaleString('en')} | ${rate(rows, first.ms)} | ${rate(rows, again.ms)} | ` +
      `${(copy / 1e3).toFixed(1)} s | ${(first.ms / copy).toFixed(1)} | ${memory.toFixed(0)} MB |`,
  );
  await client.query('DELETE FROM stop; DELETE FROM data_import');
  await client.query('VACUUM stop');
  await rm(data, { recursive: true });
}

async function timetable(client, url) {
  console.log('Import of a timetable (GTFS), the same in every respect.\n');
  console.log('| records | first import | again, unchanged | peak memory of the process |');
  console.log('| --- | --- | --- | --- |');
  const data = await mkdtemp(join(folder, 'data-'));
  await writeTimetable(data, placeOf);
  const first = await run(url, data);
  const again = await run(url, data);
  if (first.counts.inserted !== RECORDS + 1 || again.counts.unchanged !== RECORDS + 1)
    throw new Error('the import did not take the whole timetable over');
  const memory = Math.max(first.peakMb, again.peakMb).toFixed(0);
  console.log(
    `| ${RECORDS.toLocaleString('en')} | ${rate(RECORDS, first.ms)} | ${rate(RECORDS, again.ms)} | ${memory} MB |\n`,
  );
  await client.query('TRUNCATE stop, transit_line, service, municipality_area, data_import CASCADE');
  await rm(data, { recursive: true });
}

async function writeStops(file, rows, note) {
  const out = createWriteStream(file);
  out.write(HEADER);
  for (let n = 0; n < rows; n += 1) {
    const { lat, lon } = placeOf(n);
    const line = `${10_000 + n},"${`Haltestelle ${n} `.padEnd(30, 'ä')}",${lat},${lon},05774032,bus|taxi,${'x'.repeat(note)}\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** A deterministic spread over the region, 8.1–9.4° east and 51.5–52.4° north. */
function placeOf(n) {
  const spread = (n, prime) => ((n * prime) % 1_000_003) / 1_000_003;
  return {
    lat: (51.5 + 0.9 * spread(n, 7_919)).toFixed(6),
    lon: (8.1 + 1.3 * spread(n, 104_729)).toFixed(6),
  };
}

/** The import as an operator runs it, in a process of its own. */
async function run(url, data) {
  const begun = performance.now();
  const child = spawn(process.execPath, [...IMPORT_FLAGS, MAIN, 'import', '--from', data, '--json'], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  let peakMb = 0;
  child.stdout.on('data', (chunk) => (out += chunk));
  const watch = setInterval(() => (peakMb = Math.max(peakMb, peakOf(child.pid))), 50);
  const [code] = await once(child, 'close');
  clearInterval(watch);
  if (code !== 0) throw new Error(`the import ended with ${code}: ${out}`);
  const [{ files }] = JSON.parse(out);
  const counts = { inserted: 0, unchanged: 0 };
  for (const part of files.flatMap(({ parts }) => parts)) {
    counts.inserted += part.counts.inserted;
    counts.unchanged += part.counts.unchanged;
  }
  return { counts, ms: performance.now() - begun, peakMb };
}

function rate(rows, ms) {
  return `${(ms / 1e3).toFixed(1)} s, ${Math.round(rows / (ms / 1e3)).toLocaleString('en')} rows/s`;
}

/** Highest resident memory so far, as the kernel keeps it; 0 where there is no /proc. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_000;
  } catch {
    return 0;
  }
}

async function copied(client, file) {
  await client.query(
    'CREATE TEMP TABLE bare (eva text, name text, lat text, lon text, ags text, products text, note text)',
  );
  const begun = performance.now();
  await pipeline(createReadStream(file), client.query(copyFrom('COPY bare FROM STDIN (FORMAT csv, HEADER)')));
  const ms = performance.now() - begun;
  await client.query('DROP TABLE bare');
  return ms;
}

async function neighbours(client) {
  console.log('Stops near a point, 200 points, one statement each; baseline: measuring all of them.\n');
  console.log('| stops | asked for | median | p95 | measuring all, median | ratio |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  await client.query(
    `INSERT INTO data_source (id, title, publisher, licence, attribution, retrieved_on, provenance)
     VALUES ('bench', 'Bench', 'Bench', 'none', 'Bench', '2026-01-01', 'SYNTHETIC')`,
  );
  for (const stops of [8_317, 1_000_000]) {
    await client.query('DELETE FROM stop');
    await client.query(
      `INSERT INTO stop (id, name, lat, lon, ags, modes, step_free, source_id)
       SELECT 'synthetic:' || n, 'Haltestelle ' || n, 51.5 + 0.9 * ((n::bigint * 7919) % 1000003) / 1000003.0,
              8.1 + 1.3 * ((n::bigint * 104729) % 1000003) / 1000003.0, '05774032', '{BUS}', 'UNKNOWN', 'bench'
         FROM generate_series(1, $1::int) AS n`,
      [stops],
    );
    await client.query('VACUUM ANALYZE stop');
    for (const first of [10, 100]) await compare(client, stops, first);
  }
}

async function compare(client, stops, first) {
  const points = Array.from({ length: 200 }, (_, n) => placeOf(n * 4_999 + 1)).map(({ lat, lon }) => ({
    lat: Number(lat),
    lon: Number(lon),
  }));
  const index = [];
  const all = [];
  for (const [n, point] of points.entries()) {
    const { text, values } = nearestStatement(STOP, BY_ID, [point], { radiusM: 20_000, first });
    const found = await timed(index, () => client.query(text, [...values]));
    // Twenty of the slow ones are enough, and each holds the fast one to its answer.
    if (n % 10 !== 0) continue;
    const truth = await timed(all, () =>
      client.query(
        `SELECT id FROM stop WHERE great_circle($1, $2, lat, lon) <= 20000 ORDER BY great_circle($1, $2, lat, lon), id LIMIT $3`,
        [point.lat, point.lon, first],
      ),
    );
    const ids = ({ rows }) => rows.map(({ id }) => id).join();
    if (ids(found) !== ids(truth))
      throw new Error(`other neighbours than by measuring all, at ${JSON.stringify(point)}`);
  }
  const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
  const [fast, slow] = [quantile(index, 0.5), quantile(all, 0.5)];
  console.log(
    `| ${stops.toLocaleString('en')} | ${first} | ${ms(fast)} | ${ms(quantile(index, 0.95))} | ${ms(slow)} | ${Math.round(slow / fast)} × |`,
  );
}

async function timed(into, action) {
  const begun = performance.now();
  const result = await action();
  into.push(performance.now() - begun);
  return result;
}

function quantile(values, q) {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
}
