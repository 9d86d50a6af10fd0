import { explainCommand } from './explain/explain-command.js';

// exitCode, not exit(): JSON longer than a pipe's buffer would be cut off.
const { exitCode, out, err } = await explainCommand(process.argv.slice(2), process.env);
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = exitCode;
