import { existsSync } from 'node:fs';
import { buildIfCheckout } from './build.mjs';
import { COMMANDS } from './commands.mjs';
import { commandHelp, generalHelp } from './help.mjs';
import { nearest } from './nearest.mjs';
import { programFile, requireBuilt, version } from './paths.mjs';
import { runChild } from './run-child.mjs';
import { config, copy, migrate, registry, serve, runGateway } from './subgraph-commands.mjs';
import { UsageError } from './usage-error.mjs';

/** What asks a registry instead of looking at the files alone. */
const CHECK_BY_REGISTRY = { main: 'subgraphs/registry/dist/main.js', args: ['check'] };

/** Runs one command line and sets the exit code of this process. */
export async function main(args) {
  try {
    process.exitCode = await run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

async function run([command, ...args]) {
  if (command === undefined) {
    process.stderr.write(generalHelp());
    return 2;
  }
  // npx keeps --help and --version for itself unless "--" stands before us, so both are words as well.
  if (['version', '--version', '-v'].includes(command)) return print(`modellregion ${version()}\n`);
  if (['help', '--help', '-h'].includes(command)) {
    return args[0] === undefined ? print(generalHelp()) : help(requireCommand(args[0]));
  }
  requireCommand(command);
  const { actions } = COMMANDS[command];
  // An action describes its own options.
  const asksAction = actions !== undefined && Object.hasOwn(actions, args[0] ?? '');
  // Describes its own options.
  if (command === 'check' && args.some((it) => /^--registry(=|$)/.test(it))) {
    return runProgram('check --registry', CHECK_BY_REGISTRY, args);
  }
  if (!asksAction && (args.includes('--help') || args.includes('-h'))) return help(command);
  if (command === 'serve') return serve(args);
  if (command === 'migrate') return migrate(args);
  if (command === 'config') return config(args);
  if (command === 'backup' || command === 'restore') return copy(command, args);
  if (command === 'registry') return registry(args);
  if (command === 'dev') await buildIfCheckout();
  // dev says it itself; without it the gateway would start in silence.
  if (command === 'gateway') {
    warnOfOldNode();
    return runGateway(args);
  }
  if (actions !== undefined) return runAction(command, actions, args);
  return runProgram(command, COMMANDS[command].program, args);
}

/** `subgraph publish …`: the second word says which program it is. */
function runAction(command, actions, [action, ...args]) {
  if (action !== undefined && Object.hasOwn(actions, action)) {
    return runProgram(`${command} ${action}`, actions[action], args);
  }
  const known = Object.keys(actions).join(', ');
  const said = action === undefined ? `Say what ${command} shall do` : `${command} knows no ${action}`;
  throw new UsageError(`${said}: ${known}.\n${commandHelp(command)}`);
}

function runProgram(what, { main: file, args: before }, args) {
  return runChild(requireBuilt(programFile(file), `What runs ${what}`), [...before, ...args]);
}

/** A program that is built and describes its own options is asked; everything else stands here. */
function help(name) {
  const { program } = COMMANDS[name];
  const main = program?.hasHelp === true ? programFile(program.main) : undefined;
  if (main === undefined || !existsSync(main)) return print(commandHelp(name));
  return runChild(main, [...program.args, '--help']);
}

function requireCommand(name) {
  const names = Object.keys(COMMANDS);
  if (names.includes(name)) return name;
  const meant = nearest(name, names);
  throw new UsageError(
    `modellregion knows no command ${name}.${meant ? ` Did you mean ${meant}?` : ''}\n` +
      `It knows ${names.join(', ')}; npx --no modellregion help says what they do.`,
  );
}

function warnOfOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 22) console.error(`Node ${major} no longer gets security fixes; Node 24 is recommended.`);
}

function print(text) {
  process.stdout.write(text);
  return 0;
}
