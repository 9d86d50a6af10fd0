// The commands: what each is for, and which package's main runs it. Nothing of a package is imported here.

/**
 * @typedef {object} Command
 * @property {string} usage arguments, as help shows them
 * @property {string} summary one line
 * @property {string} details what help <command> adds
 * @property {{ main: string, args: readonly string[], hasHelp?: boolean }} [program] the main it starts, relative
 *   to the repository, what goes before the user's arguments, and whether it knows --help; absent where the main
 *   depends on a subgraph
 */

/** @type {Readonly<Record<string, Command>>} in the order help lists them */
export const COMMANDS = Object.freeze({
  dev: {
    usage: '[options]',
    summary: 'Start the region on this machine: database, subgraphs, gateway, developer pages.',
    details: `Builds first what has to be built. Ctrl-C stops gateway, subgraphs and database in this order; the data
stays in the state folder (MODELLREGION_STATE, .modellregion/ in the clone unless set).`,
    program: { main: 'subgraphs/kit/dist/region/main.js', args: ['dev'], hasHelp: true },
  },
  gateway: {
    usage: '[--supergraph FILE] [--port N] [--host H] [--profile developer|production|open]',
    summary: 'Start the gateway alone.',
    details: `Against any supergraph that @apollo/gateway loads; the region's own unless --supergraph is given. With
--profile open it asks nobody who they are and answers introspection.`,
    program: { main: 'gateway/dist/main.js', args: [], hasHelp: true },
  },
  serve: {
    usage: '<subgraph> [--migrate] [--seed small|demo]',
    summary: 'Start one subgraph alone, beside the running region or by itself.',
    details: `Beside a region started with "dev --without <subgraph>" it takes that region's database and keys. With
MODELLREGION_PROFILE=production, or with DATABASE_URL and MODELLREGION_KEY_DIRECTORY, everything comes from the
environment. --migrate brings its database up to date first, --seed fills it with synthetic data.`,
  },
  migrate: {
    usage: '[<subgraph>|all] [--dry-run]',
    summary: "Bring a subgraph's database, or all of them, up to date.",
    details: `Without a name, or with all: every subgraph of the registry, one after the other. The database of residents
is MODELLREGION_RESIDENTS_DATABASE_URL; for a single subgraph DATABASE_URL serves as well; without them it is the
embedded one of this machine. A region started with dev migrates by itself.`,
  },
  compose: {
    usage: '[--check]',
    summary: 'Compose the supergraph and write what is generated from it.',
    details: `Writes schema/supergraph.graphql, schema/api.graphql, schema/possible-types.json and
schema/key-fields.json, which are committed. --check writes nothing and exits with 1 when one of them is stale.`,
    program: { main: 'schema/dist/cli.js', args: ['compose'] },
  },
  check: {
    usage: '[--json]',
    summary: 'Hold the contracts of all subgraphs against the rules of the region.',
    details: `Composition first, then the rules; each finding says where, why and what to do. Exits with 1 when there are
findings. --json writes them for other programs.`,
    program: { main: 'schema/dist/cli.js', args: ['check'] },
  },
  token: {
    usage: '--resident ID | --official ROLE [--trust LEVEL] [--purpose P]',
    summary: 'Make a token of the local issuer, for development.',
    details: `The issuer's keys are made when the region first starts with dev, and lie in the state folder.`,
    program: { main: 'gateway/dist/token.js', args: [], hasHelp: true },
  },
  reset: {
    usage: '[--yes] [--state DIR]',
    summary: "Delete this machine's region: databases, keys and all.",
    details: `Refused while the region runs. Databases that were given by URL are left alone. --yes asks nothing.`,
    program: { main: 'subgraphs/kit/dist/region/main.js', args: ['reset'] },
  },
});
