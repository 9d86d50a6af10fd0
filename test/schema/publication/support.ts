import { readFileSync } from 'node:fs';
import {
  checkPublication,
  type PublicationFinding,
  type PublicationInput,
  type PublicationReport,
  type SubgraphContract,
} from '../../../schema/src/checks/publication/index.js';
import { runPublicationRules } from '../../../schema/src/checks/publication/run-publication-rules.js';
import { loadRegistry } from '../../../schema/src/registry/load-registry.js';
import { entry } from '../support.js';

/** The region's own four subgraphs, as their files stand. */
export const REGION: readonly SubgraphContract[] = loadRegistry().map((one) => ({
  entry: one,
  sdl: readFileSync(one.sdlFile, 'utf8'),
}));

/** A publication in a region of these subgraphs, with nothing else to be held against. */
export function publication(
  candidate: SubgraphContract,
  before: readonly SubgraphContract[] = REGION,
): PublicationInput {
  return { before, candidate, grants: [], usage: null, portalQueries: [], profile: 'developer' };
}

/** The contract of a partner that joins, Stadt Gütersloh's tourism unless it says otherwise. */
export function partner(sdl: string, owns: readonly string[] = []): SubgraphContract {
  return { entry: entry('tourism', owns), sdl };
}

/** All findings of a report. */
export function findingsIn(report: PublicationReport): readonly PublicationFinding[] {
  return report.results.flatMap(({ findings }) => findings);
}

/** What the rules say of a publication, without a process around them: `CODE line problem → fix`. */
export async function refusals(input: PublicationInput): Promise<readonly string[]> {
  return findingsIn(await runPublicationRules(input)).map(
    ({ code, fix, line, problem }) => `${code} ${String(line)} ${problem} → ${fix}`,
  );
}

export { checkPublication, runPublicationRules };
