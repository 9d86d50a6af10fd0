import type { RegistryEntry } from '../registry/registry-entry.js';
import type { Contract, ContractType, Definitions } from '../sdl/contract.js';

/** All that the rules may look at. */
export interface CheckContext {
  /** The contracts that could be parsed, in the order of the registry. */
  readonly contracts: readonly Contract[];
  /** `schema/shared.graphql`. */
  readonly shared: Definitions;
  /** The subgraph that owns an entity by the registry; undefined when nobody does. */
  readonly ownerOf: (type: string) => string | undefined;
  /** Whether any subgraph gives the type a `@key`. */
  readonly isEntity: (type: string) => boolean;
  /** Whether the type is an entity that another subgraph, or nobody in the registry, owns. */
  readonly isForeign: (contract: Contract, type: string) => boolean;
}

/**
 * Puts the contracts side by side and answers who owns what.
 *
 * @param registry all entries, also of those whose SDL could not be parsed: they own their entities all the same.
 */
export function createCheckContext(
  registry: readonly RegistryEntry[],
  contracts: readonly Contract[],
  shared: Definitions,
): CheckContext {
  const owners = new Map(registry.flatMap((entry) => entry.owns.map((type) => [type, entry.name] as const)));
  const entities = new Set(
    contracts.flatMap((contract) => [...contract.types.values()].filter(hasKey).map((type) => type.name)),
  );
  const isEntity = (type: string) => entities.has(type);
  return {
    contracts,
    shared,
    ownerOf: (type) => owners.get(type),
    isEntity,
    // An entity nobody owns yet is foreign to all: its owner will join one day and may then be down.
    isForeign: (contract, type) => isEntity(type) && owners.get(type) !== contract.entry.name,
  };
}

function hasKey(type: ContractType): boolean {
  return type.keys.length > 0;
}
