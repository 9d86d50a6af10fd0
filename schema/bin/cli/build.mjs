import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { childEnvironment } from './environment.mjs';
import { ROOT, subgraphNames } from './paths.mjs';
import { UsageError } from './usage-error.mjs';

/**
 * Builds what has changed since the last build, where this is a source checkout (turbo.json beside package.json).
 * Says so in one line only when it takes a while.
 */
export async function buildIfCheckout() {
  if (!existsSync(join(ROOT, 'turbo.json'))) return;
  const missing = !everythingBuilt();
  const turbo = turboProgram();
  if (turbo === undefined) {
    if (missing)
      throw new UsageError('Nothing is built and the build tools are not installed: run npm install.');
    return;
  }
  if (missing) console.error('building (first start only) …');
  const slow = setTimeout(() => {
    if (!missing) console.error('building what has changed …');
  }, 3000);
  try {
    await runTurbo(turbo);
  } finally {
    clearTimeout(slow);
  }
}

function everythingBuilt() {
  const folders = [
    'gateway',
    'subgraphs/kit/dist/region',
    'subgraphs/registry',
    ...subgraphNames().map((name) => `subgraphs/${name}`),
  ];
  const mains = folders.map((folder) =>
    join(ROOT, folder, folder.includes('/dist/') ? 'main.js' : 'dist/main.js'),
  );
  return [...mains, join(ROOT, 'schema/dist/index.js')].every((main) => existsSync(main));
}

function turboProgram() {
  try {
    return createRequire(join(ROOT, 'package.json')).resolve('turbo/bin/turbo');
  } catch {
    return undefined;
  }
}

/** Runs the build; its output is shown only when it fails, since it would bury what dev says. */
function runTurbo(turbo) {
  const args = [turbo, 'run', 'build', '--output-logs=errors-only', '--no-update-notifier', '--ui=stream'];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(output));
      reject(new UsageError('The build failed; what it said stands above. Mend it, then start again.'));
    });
  });
}
