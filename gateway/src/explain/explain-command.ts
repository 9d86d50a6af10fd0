import { StartupError } from '../errors/startup-error.js';
import { askGateway, type ExplainedAnswer } from './ask-gateway.js';
import { EXPLAIN_HELP, parseExplainOptions, type ExplainRequest } from './explain-options.js';
import { explanationTree } from './explanation-tree.js';
import { planOnly } from './plan-only.js';
import { readOperation } from './read-operation.js';

/** What the command leaves behind; the process prints it and exits. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

/** `modellregion explain`. Never rejects for what it was asked. */
export async function explainCommand(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<CommandResult> {
  if (argv.includes('--help') || argv.includes('-h')) return { exitCode: 0, out: EXPLAIN_HELP, err: '' };
  try {
    const request = parseExplainOptions(argv);
    const { explanation, errorCodes } = await explained(request, env);
    const codes = [...new Set(errorCodes)].join(', ');
    return {
      exitCode: 0,
      out: request.json ? `${JSON.stringify(explanation, null, 2)}\n` : explanationTree(explanation),
      err: codes === '' ? '' : `The answer came with errors: ${codes}.\n`,
    };
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return { exitCode: error.exitCode, out: '', err: `modellregion explain: ${error.message}\n` };
  }
}

async function explained(request: ExplainRequest, env: NodeJS.ProcessEnv): Promise<ExplainedAnswer> {
  const operation = readOperation(request.file, request.operationName);
  const { gateway } = request;
  if (gateway === null) return { explanation: planOnly(operation, request, env), errorCodes: [] };
  return askGateway(operation.source, request, gateway);
}
