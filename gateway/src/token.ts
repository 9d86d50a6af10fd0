import { StartupError } from './errors/startup-error.js';
import { issueToken } from './token/issue-token.js';
import { parseTokenOptions, TOKEN_HELP } from './token/token-options.js';

await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(TOKEN_HELP);
    return;
  }
  try {
    const request = parseTokenOptions(argv);
    process.stdout.write(`${await issueToken(request, process.env)}\n`);
    const choice = request.purposes.length > 1 ? '; choose one with the header Modellregion-Purpose' : '';
    process.stderr.write(
      `${request.kind} ${request.subject}, trust ${request.trust}, purposes ${request.purposes.join(', ')}${choice}, valid ${String(request.lifetime)} s\n`,
    );
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    process.stderr.write(`modellregion token: ${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
