import { showsColour } from './checks/render/index.js';
import { REGISTRY_FOLDER, REPOSITORY_ROOT } from './registry/load-registry.js';
import { runCommand } from './cli/run-command.js';

const result = await runCommand(process.argv.slice(2), {
  registryFolder: REGISTRY_FOLDER,
  root: REPOSITORY_ROOT,
  isColoured: showsColour(process.stdout, process.env),
});
// exitCode, not exit(): a report longer than a pipe's buffer would be cut off.
process.stdout.write(result.out ?? '');
process.stderr.write(result.err ?? '');
process.exitCode = result.exitCode;
