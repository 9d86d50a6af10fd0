import { readContract } from '../../sdl/contract.js';
import { parseSdl } from '../../sdl/read-sdl.js';
import { fieldOwners } from './ownership.js';
import type { Grant, SubgraphContract } from './publication.js';

/**
 * Why a subgraph cannot give a grant: what it grants is another's, or is not there. Undefined when it can. Nobody gives
 * what is another's: a field is whose it is, also while a partner answers it; one that is yet to come, its type's owner's.
 *
 * @param released the region's contracts as they are now
 */
export function ungrantable(
  released: readonly SubgraphContract[],
  { allows, coordinate, owner }: Pick<Grant, 'allows' | 'coordinate' | 'owner'>,
): string | undefined {
  const contracts = released.flatMap(({ entry, sdl }) => {
    const file = parseSdl(entry, sdl);
    return file.kind === 'parsed' ? [readContract(entry, file.document)] : [];
  });
  const own = contracts.find(({ entry }) => entry.name === owner);
  const [type = '', field] = coordinate.split('.');
  // What a mutation changes stands nowhere; the grant of one who owns none of it allows nothing.
  if (own !== undefined && allows === 'MUTATE' && type === 'Mutation' && field !== undefined)
    return undefined;
  const answers = field === undefined ? [] : fieldOwners(contracts, type, field);
  const isToCome = allows === 'CONTRIBUTE' || allows === 'MARK';
  const isThere = answers.length > 0 || field === undefined || isToCome;
  const claimant = contracts.find(({ entry }) => entry.owns.includes(type))?.entry.name;
  const holders = holdersOf(answers, claimant, own?.types.has(type) === true ? owner : undefined);
  if (isThere && holders.includes(owner)) return undefined;
  const other = holders.find((name) => name !== owner);
  return other === undefined
    ? `${owner} has no ${coordinate} in the newest release.`
    : `${coordinate} is owned by ${other}, not by ${owner}.`;
}

/** Of those that answer a field the one that claims the type; of a type that nobody claims everyone that has it. */
function holdersOf(
  answers: readonly string[],
  claimant: string | undefined,
  definer: string | undefined,
): readonly string[] {
  if (claimant !== undefined && (answers.length === 0 || answers.includes(claimant))) return [claimant];
  if (answers.length > 0) return answers;
  return definer === undefined ? [] : [definer];
}
