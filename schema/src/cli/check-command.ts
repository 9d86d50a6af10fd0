import { formatReport } from '../checks/report.js';
import { runChecks } from '../checks/run-checks.js';
import { loadRegistry } from '../registry/load-registry.js';
import type { CommandResult, CommandSettings } from './command.js';

/** `check`: composition and the rules of the contract. Exit code 1 when there are findings. */
export function checkCommand(settings: CommandSettings, json: boolean): CommandResult {
  const report = runChecks(loadRegistry(settings.registryFolder, settings.root));
  const out = json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report);
  return { exitCode: report.findings.length === 0 ? 0 : 1, out };
}
