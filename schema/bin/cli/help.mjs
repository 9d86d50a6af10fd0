import { COMMANDS } from './commands.mjs';

/** What `modellregion --help` prints. */
export function generalHelp() {
  const names = Object.keys(COMMANDS);
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${COMMANDS[name].summary}`);
  return `modellregion: one GraphQL interface over the systems of many towns

Usage: npx --no modellregion <command> [arguments]

${lines.join('\n')}

  help <command>  says more; version names this version.

Exit codes: 0 done, 1 something is not as it should be, 2 could not run.
`;
}

/** What `modellregion help <command>` prints. */
export function commandHelp(name) {
  const { details, summary, usage } = COMMANDS[name];
  return `Usage: npx --no modellregion ${name} ${usage}\n\n${summary}\n${details}\n`;
}
