// The commands: what each is for, and which package's main runs it. Nothing of a package is imported here.

/**
 * @typedef {object} Command
 * @property {string} usage arguments, as help shows them
 * @property {string} summary one line
 * @property {string} details what help <command> adds
 * @property {{ main: string, args: readonly string[], hasHelp?: boolean }} [program] the main it starts, relative
 *   to the repository, what goes before the user's arguments, and whether it knows --help; absent where the main
 *   depends on a subgraph
 * @property {Readonly<Record<string, { main: string, args: readonly string[] }>>} [actions] of a command of two words,
 *   the main of each second word
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
    usage: '[--supergraph FILE | --registry URL] [--port N] [--host H] [--profile developer|production|open]',
    summary: 'Start the gateway alone.',
    details: `Against any supergraph that @apollo/gateway loads; the region's own unless --supergraph is given. With
--profile open it asks nobody who they are and answers introspection.`,
    program: { main: 'gateway/dist/main.js', args: [], hasHelp: true },
  },
  serve: {
    usage: '<subgraph>|gateway [--migrate] [--import DIR] [--seed small|demo|large]',
    summary: 'Start one part alone, beside the running region or by itself.',
    details: `Beside a region started with "dev --without <subgraph>" it takes that region's database and keys. With
MODELLREGION_PROFILE=production, or with DATABASE_URL and MODELLREGION_KEY_DIRECTORY, everything comes from the
environment; a value may stand in a file that NAME_FILE names. --migrate brings its database up to date first, --import
takes changed files of open data over, --seed fills it with synthetic data. "serve gateway" is the command gateway.`,
  },
  migrate: {
    usage: '[<subgraph>|all] [--dry-run]',
    summary: "Bring a subgraph's database, or all of them, up to date.",
    details: `Without a name, or with all: every subgraph of the registry, one after the other. The database of residents
is MODELLREGION_RESIDENTS_DATABASE_URL; for a single subgraph DATABASE_URL serves as well; without them it is the
embedded one of this machine. A region started with dev migrates by itself. --dry-run only says what is missing.`,
  },
  config: {
    usage: 'check [gateway|registry|<subgraph>]',
    summary: 'Look at the configuration as a part would read it, and at everything it names.',
    details: `Settings, files and who may read them, database, migrations, keys, issuer, registry and supergraph: all that
is wrong in one run, no secret printed, nothing changed. Without a name every part. Exits with 1 when there is a fault.`,
  },
  import: {
    usage: '[<subgraph>…] --from DIR [--dry-run] [--json] [--findings FILE]',
    summary: 'Take open data of a folder over into the subgraphs that own it.',
    details: `Every file is recognised by what it holds; each goes in as a whole or not at all, and as often as you like:
what has not changed stays, what is gone from it is marked withdrawn. Bad records are named with line, column and reason,
and the rest goes on; --findings appends all of them to FILE, one JSON object a line. --dry-run takes everything back.
A file sources.yaml in the folder says where files come from and under which licence. Databases are found as migrate finds
them. Exits with 1 when a file could not be imported.`,
    program: { main: 'subgraphs/kit/dist/region/main.js', args: ['import'] },
  },
  backup: {
    usage: '<subgraph> --to FILE',
    summary: "Write a subgraph's database into one file.",
    details: `All rows as of one instant, compressed, mode 0600; requests go on meanwhile. The database is found as serve
finds it. The file has its name only when it is complete; one that is there is never overwritten.`,
  },
  restore: {
    usage: '<subgraph> --from FILE [--yes]',
    summary: 'Put a backup back, all or nothing.',
    details: `Into an empty database, which is brought to the backup's level, or with --yes over one that has rows. Refused
when the file is damaged, another subgraph's or of a newer release. A younger release migrates it forward.`,
  },
  'call-key': {
    usage: '<subgraph>|gateway --file FILE',
    summary: 'Make a new call key; the one before it stays good.',
    details: `Writes the private keys to FILE, newest first, mode 0600, and prints the public ones as they stand in the key
directory (MODELLREGION_KEY_DIRECTORY). OPERATING.md says in which order keys are changed.`,
    program: { main: 'subgraphs/kit/dist/region/main.js', args: ['call-key'] },
  },
  compose: {
    usage: '[--check]',
    summary: 'Compose the supergraph and write what is generated from it.',
    details: `Writes schema/supergraph.graphql, schema/api.graphql, schema/possible-types.json and
schema/key-fields.json, which are committed. --check writes nothing and exits with 1 when one of them is stale.`,
    program: { main: 'schema/dist/cli.js', args: ['compose'] },
  },
  check: {
    usage: '[<subgraph>] [--base COMMIT | --registry [URL]] [--json|--markdown|--sarif]',
    summary: 'Hold the contracts of all subgraphs, or of one, against the rules of the region.',
    details: `Composition first, then the rules: what is whose (schema/grants.yaml says what owners allow), what of others
would change, what portals lose and what it costs them, compared with COMMIT (HEAD unless given); each finding says where,
why and what to do. With --registry the region's registry says what it would say to a publication, by its contracts, grants
and usage, and publishes nothing: for a project of one's own, which has no contracts of others. It is signed as publish is
(--as, --key). Exits with 1 when there are findings. --json is for other programs, --markdown for a pull request,
--sarif for code scanning. In colour where a terminal shows it and NO_COLOR is not set.`,
    program: { main: 'schema/dist/cli.js', args: ['check'] },
  },
  conformance: {
    usage:
      '--url URL [--name NAME] [--sdl FILE] [--key FILE] [--keys FILE] [--json] [--badge FILE] [-- COMMAND …]',
    summary: 'Put to a running subgraph what the region expects of it.',
    details: `Contract, entities, signed calls, limits, errors, and with a command that starts it the orderly end: whatever
language it is written in. Exits with 1 when it does not conform.`,
    program: { main: 'subgraphs/kit/dist/conformance/main.js', args: [], hasHelp: true },
  },
  subgraph: {
    usage: 'create NAME --operator AGS … | publish [NAME] | withdraw NAME | status [NAME]',
    summary: 'Make a subgraph of your own, publish its contract, take it back, see what is released.',
    details: `create writes a complete folder: contract, tables, loader, resolvers, synthetic data, tests, its registry file and
its line in CODEOWNERS. It composes, runs and passes its tests as it is. In a clone of the region it goes into
subgraphs/NAME; in any other folder that becomes a project of your own, with the same layout. publish signs the registry
file and the SDL with the member's key and sends them to the region's registry, which holds them against its checks: what
passes is released, and running gateways serve it without a restart; what does not is refused with the reason and what to
do, and nothing changes. withdraw asks for a release without the subgraph. status shows release, gateways and the last check.
"subgraph create --help" and "subgraph publish --help" have the options.`,
    actions: {
      create: { main: 'subgraphs/kit/dist/create/main.js', args: [] },
      publish: { main: 'subgraphs/registry/dist/main.js', args: ['subgraph', 'publish'] },
      withdraw: { main: 'subgraphs/registry/dist/main.js', args: ['subgraph', 'withdraw'] },
      status: { main: 'subgraphs/registry/dist/main.js', args: ['subgraph', 'status'] },
    },
  },
  grant: {
    usage: 'list | give COORDINATE --owner NAME --to NAME --allows KIND | revoke ID --owner NAME',
    summary: 'Let a partner do one thing with one type or field of yours.',
    details: `Only the owner can give a grant. It counts from the partner's next publication, and so does its end.`,
    program: { main: 'subgraphs/registry/dist/main.js', args: ['grant'], hasHelp: true },
  },
  member: {
    usage: 'list | admit --file FILE | key create|add|retire …',
    summary: 'Who takes part in the region, and with which signing keys.',
    details: `The steward admits members. Each keeps its own Ed25519 keys; two may be valid, so that they can be changed.`,
    program: { main: 'subgraphs/registry/dist/main.js', args: ['member'], hasHelp: true },
  },
  release: {
    usage: 'list | freeze | unfreeze | rollback NUMBER',
    summary: 'What gateways serve: see it, hold it, go back.',
    details: `A rollback is a new release with what an earlier one held; gateways take it within seconds. The steward's to do.`,
    program: { main: 'subgraphs/registry/dist/main.js', args: ['release'], hasHelp: true },
  },
  registry: {
    usage: '[serve [--migrate]] | init --from FILE | verify',
    summary: "The region's registry: serve it, found a region, verify its history.",
    details: `A region started with dev has its own. init founds a region in an empty database: members, the steward among them,
and subgraphs to begin with. verify goes through the whole history and names the first entry or row that was changed behind
its back. In a data centre settings come from the environment (OPERATING.md).`,
  },
  region: {
    usage: 'create NAME --title TITLE --steward AUTHORITY --member NAME=KEY [--member …] [--dir DIR]',
    summary: 'Make a second region from configuration alone.',
    details: `create writes a folder with the region's facts, its registry, a subgraph for each member, everybody's signing
keys, the file that "registry init --from" founds it with, and an environment file. NAME=KEY names a member's subgraph and
the AGS or district key of its operator; what people call an operator outside Ostwestfalen-Lippe follows after another "=".
"region create --help" has the options.`,
    actions: { create: { main: 'subgraphs/kit/dist/create/region-main.js', args: [] } },
  },
  token: {
    usage: '--resident ID | --official ROLE [--trust LEVEL] [--purpose P]',
    summary: 'Make a token of the local issuer, for development.',
    details: `The issuer's keys are made when the region first starts with dev, and lie in the state folder.`,
    program: { main: 'gateway/dist/token.js', args: [], hasHelp: true },
  },
  explain: {
    usage:
      'FILE.graphql [--operation NAME] [--variables JSON|@FILE] [--json] [--supergraph FILE | --url URL [--token TOKEN]]',
    summary: 'Show which subgraphs an operation asks for what, and in which order.',
    details: `Planned as the gateway plans, without asking anybody. With --url the operation is sent to that gateway, and the
tree says what was sent when and how long it took; in production the token needs the scope gateway:explain.`,
    program: { main: 'gateway/dist/explain.js', args: [], hasHelp: true },
  },
  reset: {
    usage: '[--yes] [--state DIR]',
    summary: "Delete this machine's region: databases, keys and all.",
    details: `Refused while the region runs. Databases that were given by URL are left alone. --yes asks nothing.`,
    program: { main: 'subgraphs/kit/dist/region/main.js', args: ['reset'] },
  },
});
