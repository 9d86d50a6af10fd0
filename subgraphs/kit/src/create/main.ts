import { REPOSITORY_ROOT } from '@modellregion/schema';
import { createSubgraph, type Created } from './create-subgraph.js';
import { asksForHelp, CREATE_USAGE, readCreateOptions, type CreateOptions } from './options.js';

async function main(argv: readonly string[]): Promise<void> {
  if (asksForHelp(argv)) {
    process.stdout.write(CREATE_USAGE);
    return;
  }
  const options = readCreateOptions(argv);
  process.stdout.write(told(options, await createSubgraph(REPOSITORY_ROOT, options)));
}

/** What was written and what comes next, as commands to copy. */
function told({ name, operator, email }: CreateOptions, { files, port, ownProject }: Created): string {
  const steps = [
    ['npm install', 'links the new package'],
    ['npm run build', 'types and program'],
    ['npx --no modellregion check', 'its contract with all others'],
    [`npm test -- subgraphs/${name}`, 'queries, statements, conformance'],
    [
      `npx --no modellregion serve ${name} --migrate --seed demo`,
      'beside a running region, with the made-up data of npm start',
    ],
    [
      `npx --no modellregion subgraph publish ${name}`,
      'into the next release, without a restart of anything',
    ],
  ];
  const width = Math.max(...steps.map(([command = '']) => command.length));
  return [
    `Created ${name} of ${operator.name} in ${REPOSITORY_ROOT}: ${String(files.length)} files, port ${String(port)}.`,
    ...(ownProject ? ['The folder is a project of your own now, in the layout of the region.'] : []),
    '',
    ...steps.map(([command = '', what = '']) => `  ${command.padEnd(width)}  ${what}`),
    '',
    `Then write what you have to tell: subgraphs/${name}/schema.graphql first, the README there says where the rest is.`,
    `Whom to reach is an example until you replace it: ${email} in schema/registry/${name}.yaml.`,
    '',
  ].join('\n');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const known = error instanceof Error && error.name === 'UsageError';
  process.stderr.write(`${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = known ? 2 : 1;
});
