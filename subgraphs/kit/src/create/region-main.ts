import { createRegion } from './create-region.js';
import { asksForHelp } from './options.js';
import { readRegionOptions, REGION_USAGE } from './region-options.js';

async function main(argv: readonly string[]): Promise<void> {
  if (asksForHelp(argv)) {
    process.stdout.write(REGION_USAGE);
    return;
  }
  const options = readRegionOptions(argv);
  const created = await createRegion(options);
  const rows = options.members.map(
    ({ name, operator }, index) => `  ${name}  ${operator.name}, port ${String(created[index]?.port ?? '')}`,
  );
  const next = ['npm install', 'npm run build', 'npx --no modellregion compose', 'npm start'];
  process.stdout.write(
    `Created ${options.title} in ${options.folder}; ${options.steward} admits its members.\n\n${rows.join('\n')}\n\n` +
      `${next.map((command) => `  ${command}`).join('\n')}\n\n` +
      'keys/ holds what signs: keep it, and keep it out of Git. schema/founding.yaml founds a registry (registry init).\n',
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const known = error instanceof Error && ['UsageError', 'OperatorError'].includes(error.name);
  process.stderr.write(`${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = known ? 2 : 1;
});
