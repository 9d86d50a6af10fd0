import { join } from 'node:path';
import { requireBuilt, requireSubgraph, ROOT, subgraphMain, subgraphNames } from './paths.mjs';
import { runChild } from './run-child.mjs';
import { UsageError } from './usage-error.mjs';

// A subgraph runs in one of two ways. Where the environment says all it needs, as in a data centre, its own main is
// started. On a developer's machine the region's main is, which knows the databases and keys of the state folder.
const REGION_MAIN = join(ROOT, 'subgraphs/kit/dist/region/main.js');

/** `serve <subgraph> [options]` */
export function serve([name, ...args]) {
  const known = requireSubgraph(name, 'serve');
  if (isProduction() || (hasDatabase() && process.env.MODELLREGION_KEY_DIRECTORY)) {
    return runChild(subgraphMain(known), ['serve', ...args]);
  }
  return runChild(requireBuilt(REGION_MAIN, 'The region'), ['serve', known, ...args]);
}

/** `migrate [<subgraph>|all] [options]`: one after the other; the first that fails ends it. */
export async function migrate(args) {
  const options = args.filter((argument) => argument.startsWith('-'));
  const given = args.filter((argument) => !argument.startsWith('-') && argument !== 'all');
  const names = given.length === 0 ? subgraphNames() : given.map((name) => requireSubgraph(name, 'migrate'));
  const jobs = names.map((name) => ({ name, env: databaseOf(name, names.length === 1) }));
  const missing = jobs.filter((job) => job.env === undefined).map((job) => variableOf(job.name));
  if (missing.length > 0 && isProduction()) {
    throw new UsageError(
      `Set ${missing.join(', ')} to the URL of the database, postgres://user:password@host/name.`,
    );
  }
  if (missing.length > 0) {
    return runChild(requireBuilt(REGION_MAIN, 'The region'), ['migrate', ...names, ...options]);
  }
  const programs = jobs.map((job) => ({ ...job, main: subgraphMain(job.name) }));
  for (const { name, main, env } of programs) {
    process.stdout.write(`${name}: `);
    const code = await runChild(main, ['migrate', ...options], { env });
    if (code !== 0) return code;
  }
  return 0;
}

/** What to set for a subgraph's database; undefined when nothing says which it is. */
function databaseOf(name, single) {
  const url = process.env[variableOf(name)];
  // Set and empty is not set: compose files leave such variables behind.
  if (url) return { DATABASE_URL: url };
  // With several subgraphs one DATABASE_URL would put them all into the same database.
  return single && hasDatabase() ? {} : undefined;
}

function variableOf(name) {
  return `MODELLREGION_${name.toUpperCase()}_DATABASE_URL`;
}

function hasDatabase() {
  return Boolean(process.env.DATABASE_URL || process.env.DATABASE_URL_FILE);
}

function isProduction() {
  return process.env.MODELLREGION_PROFILE === 'production';
}
