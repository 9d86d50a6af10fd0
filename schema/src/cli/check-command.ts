import { join } from 'node:path';
import { loadGrants, loadVariants } from '../checks/publication/region-files.js';
import type { PublicationReport } from '../checks/publication/publication.js';
import { runPublicationRules } from '../checks/publication/run-publication-rules.js';
import {
  outcomeOfAll,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  type CheckOutcome,
} from '../checks/render/index.js';
import { runChecks, type CheckReport } from '../checks/run-checks.js';
import { portalQueries } from '../portal-queries.js';
import { loadRegistry } from '../registry/load-registry.js';
import type { RegistryEntry } from '../registry/registry-entry.js';
import { contractAt, isCommit, workingContract } from './base-contracts.js';
import type { CommandResult, CommandSettings } from './command.js';

/** What `check` was asked. */
export interface CheckRequest {
  /** Only this subgraph; all when absent. */
  readonly subgraph?: string;
  readonly format: 'terminal' | 'json' | 'markdown' | 'sarif';
  /** The commit whose contracts the present ones are compared with. */
  readonly base: string;
}

/**
 * `check`: composition, the rules of the contract, and for each subgraph the rules for publications, as far as files can
 * tell: who uses what, the registry knows. Exit code 1 when there are findings.
 */
export async function checkCommand(settings: CommandSettings, request: CheckRequest): Promise<CommandResult> {
  const registry = loadRegistry(settings.registryFolder, settings.root);
  const { base, subgraph } = request;
  const chosen = subgraph === undefined ? registry : registry.filter(({ name }) => name === subgraph);
  if (chosen.length === 0) {
    const known = registry.map(({ name }) => name).join(', ');
    return { exitCode: 2, err: `There is no subgraph ${subgraph ?? ''}; there are ${known}.\n` };
  }
  if (base !== 'HEAD' && !isCommit(base, settings.root)) {
    return { exitCode: 2, err: `${base} is no commit here; fetch it, or name another after --base.\n` };
  }
  const contract = runChecks(registry);
  const publications: PublicationReport[] = [];
  for (const entry of chosen) publications.push(await checkOne(entry, registry, settings.root, base));
  const outcome = outcomeOfAll(subgraph === undefined ? contract : only(contract, subgraph), publications);
  return {
    exitCode: outcome.findings.length === 0 ? 0 : 1,
    out: render(outcome, request, settings.isColoured === true),
  };
}

function checkOne(
  entry: RegistryEntry,
  registry: readonly RegistryEntry[],
  root: string,
  base: string,
): Promise<PublicationReport> {
  const previous = contractAt(base, entry, root);
  const others = registry.filter((other) => other !== entry).map(workingContract);
  return runPublicationRules({
    before: previous === undefined ? others : [...others, previous],
    candidate: workingContract(entry),
    grants: loadGrants(root),
    usage: null,
    portalQueries: portalQueries(join(root, 'schema/portal-queries.graphql')),
    variants: loadVariants(root),
    profile: 'developer',
  });
}

/** What of the region's findings one subgraph has to mend. */
function only(report: CheckReport, subgraph: string): CheckReport {
  const findings = report.findings.filter((one) => one.subgraph === subgraph || one.subgraph === 'region');
  return { ...report, subgraphs: [subgraph], findings };
}

function render(outcome: CheckOutcome, { format }: CheckRequest, isColoured: boolean): string {
  switch (format) {
    case 'terminal':
      return renderTerminal(outcome, isColoured);
    case 'json':
      return renderJson(outcome);
    case 'markdown':
      return renderMarkdown(outcome);
    case 'sarif':
      return renderSarif(outcome);
  }
}
