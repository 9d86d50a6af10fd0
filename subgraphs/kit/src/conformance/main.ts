import { writeFileSync } from 'node:fs';
import { badgeMarkdown, badgeSvg } from './badge.js';
import { CONFORMANCE_USAGE, ConformanceError, readConformanceOptions } from './options.js';
import { conformanceTable } from './report.js';
import { runConformance } from './run-conformance.js';

/** Exit codes: 0 conforms, 1 does not, 2 could not run. */
async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(CONFORMANCE_USAGE);
    return 0;
  }
  const options = readConformanceOptions(argv, process.env);
  const report = await runConformance(options);
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.stdout.write(
    options.json ? `${JSON.stringify(report, null, 2)}\n` : conformanceTable(report, colour),
  );
  if (options.badge !== null) {
    writeFileSync(options.badge, options.badge.endsWith('.md') ? badgeMarkdown(report) : badgeSvg(report));
  }
  return report.conforms ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const known = error instanceof ConformanceError;
    process.stderr.write(
      `${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 2;
  },
);
