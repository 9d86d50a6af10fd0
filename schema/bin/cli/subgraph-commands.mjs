import { programFile, requireBuilt, requirePart, subgraphMain, subgraphNames } from './paths.mjs';
import { runChild } from './run-child.mjs';
import { UsageError } from './usage-error.mjs';

// A subgraph runs in one of two ways. Where the environment says all it needs, as in a data centre, its own main is
// started. On a developer's machine the region's main is, which knows the databases and keys of the state folder.
const REGION_MAIN = programFile('subgraphs/kit/dist/region/main.js');

/** Those of schema/src/operating/gateway-flags.ts, which has to be built before it can be read; a test compares. */
export const GATEWAY_NODE_FLAGS = ['--max-semi-space-size=128'];

/** `gateway [options]` */
export function runGateway(args) {
  return runChild(gatewayProgram('main.js'), args, { flags: GATEWAY_NODE_FLAGS });
}

/** `serve <subgraph> [options]`, `serve gateway [options]` */
export function serve([name, ...args]) {
  if (name === 'gateway') return runGateway(args);
  const known = requirePart(name, 'serve');
  if (standsAlone(known)) return runChild(subgraphMain(known), ['serve', ...args], environmentOf(known));
  return runChild(region(), ['serve', known, ...args]);
}

/** `registry [serve|init|verify] [options]` */
export function registry([action = 'serve', ...args]) {
  if (!['serve', 'init', 'verify'].includes(action)) {
    throw new UsageError(`registry knows serve, init and verify, not ${action}.`);
  }
  if (standsAlone('registry')) {
    return runChild(subgraphMain('registry'), [action, ...args], environmentOf('registry'));
  }
  return runChild(region(), ['registry', action, ...args]);
}

/** `backup <subgraph> --to FILE`, `restore <subgraph> --from FILE [--yes]` */
export function copy(command, [name, ...args]) {
  const known = requirePart(name, command);
  // Unlike serve it needs no keys: a database is enough.
  if (isProduction() || databaseOf(known, true) !== undefined) {
    return runChild(subgraphMain(known), [command, ...args], environmentOf(known));
  }
  return runChild(region(), [command, known, ...args]);
}

/** `config check [gateway|registry|<subgraph>]`: every part that is asked for, then the worst exit code. */
export async function config([what, ...names]) {
  const usage = 'Usage: npx --no modellregion config check [gateway|registry|<subgraph>]';
  if (what !== 'check' || names.length > 1 || names.some((name) => name.startsWith('-'))) {
    throw new UsageError(usage);
  }
  const parts = names.length === 0 ? ['gateway', ...subgraphNames()] : names;
  let worst = 0;
  for (const part of parts) worst = Math.max(worst, await checkPart(part));
  return worst;
}

function checkPart(name) {
  if (name === 'gateway') return runChild(gatewayProgram('config-check.js'), []);
  const known = requirePart(name, 'config check');
  if (standsAlone(known)) return runChild(subgraphMain(known), ['config', 'check'], environmentOf(known));
  return runChild(region(), ['config', 'check', known]);
}

/** `migrate [<subgraph>|all] [options]`: one after the other; the first that fails ends it. */
export async function migrate(args) {
  const options = args.filter((argument) => argument.startsWith('-'));
  const given = args.filter((argument) => !argument.startsWith('-') && argument !== 'all');
  const names = given.length === 0 ? subgraphNames() : given.map((name) => requirePart(name, 'migrate'));
  const jobs = names.map((name) => ({ name, env: databaseOf(name, names.length === 1) }));
  const missing = jobs.filter((job) => job.env === undefined).map((job) => variableOf(job.name));
  if (missing.length > 0 && isProduction()) {
    throw new UsageError(
      `Set ${missing.join(', ')} to the URL of the database, postgres://user:password@host/name.`,
    );
  }
  if (missing.length > 0) {
    return runChild(region(), ['migrate', ...names, ...options]);
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
  const file = process.env[`${variableOf(name)}_FILE`];
  // Set and empty is not set: compose files leave such variables behind.
  if (url) return { DATABASE_URL: url };
  if (file) return { DATABASE_URL: '', DATABASE_URL_FILE: file };
  // With several subgraphs one DATABASE_URL would put them all into the same database.
  return single && hasDatabase() ? {} : undefined;
}

/** Whether the environment says all that `serve` needs, so that no region of this machine is asked. */
function standsAlone(name) {
  const keys = name === 'registry' ? 'MODELLREGION_RELEASE_KEY_FILE' : 'MODELLREGION_KEY_DIRECTORY';
  return isProduction() || Boolean(databaseOf(name, true) && process.env[keys]);
}

function environmentOf(name) {
  return { env: databaseOf(name, true) ?? {} };
}

function region() {
  return requireBuilt(REGION_MAIN, 'The region');
}

function gatewayProgram(file) {
  return requireBuilt(programFile(`gateway/dist/${file}`), 'The gateway');
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
