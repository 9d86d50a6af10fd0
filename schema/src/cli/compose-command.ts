import { artefactsOf, staleFiles, writeArtefacts } from '../compose/artefacts.js';
import { compose, type CompositionProblem } from '../compose/compose.js';
import { loadRegistry } from '../registry/load-registry.js';
import type { CommandResult, CommandSettings } from './command.js';

/**
 * `compose`: writes the supergraph, the portals' schema and what client caches need.
 * `compose --check`: writes nothing, and fails when a committed file is not what would be written.
 */
export function composeCommand(settings: CommandSettings, check: boolean): CommandResult {
  const registry = loadRegistry(settings.registryFolder, settings.root);
  const composition = compose(registry);
  if (!composition.ok) return { exitCode: 1, err: describeProblems(composition.problems) };
  const artefacts = artefactsOf(composition.supergraphSdl);
  const names = registry.map((entry) => entry.name).join(', ');
  if (!check) {
    const written = writeArtefacts(artefacts, settings.root);
    const what = written.length === 0 ? 'everything was up to date' : `wrote ${written.join(', ')}`;
    return { exitCode: 0, out: `Composed ${names}: ${what}.\n` };
  }
  const stale = staleFiles(artefacts, settings.root);
  if (stale.length === 0)
    return { exitCode: 0, out: `Composed ${names}: the committed files are up to date.\n` };
  const err =
    `Stale: ${stale.join(', ')}.\n` +
    'The contract of a subgraph or the registry has changed since. Run npx --no modellregion compose and commit.\n';
  return { exitCode: 1, err };
}

function describeProblems(problems: readonly CompositionProblem[]): string {
  const texts = problems.map(({ advice, code, message, place, subgraph }) => {
    const where = place === undefined ? '' : `${place.file}:${String(place.line)}:${String(place.column)}  `;
    const who = subgraph === undefined ? '' : `  [${subgraph}]`;
    return `${where}${code}${who}\n  ${message.replaceAll('\n', '\n  ')}\n  Do:  ${advice}\n`;
  });
  const number = problems.length === 1 ? '1 fault' : `${String(problems.length)} faults`;
  return `${texts.join('\n')}\nThe subgraphs do not compose: ${number}. Nothing was written.\n`;
}
