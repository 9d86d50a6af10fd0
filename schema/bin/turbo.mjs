// turbo, told to report to nobody: in an npm script no variable can be set that every shell understands.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { childEnvironment } from './cli/environment.mjs';

const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const { status } = spawnSync(process.execPath, [turbo, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: childEnvironment(),
});
process.exitCode = status ?? 1;
