import type { Contract, ContractType, Definitions } from '../../sdl/contract.js';

/** Who answers for what, as seen by a candidate: only the others' claims can be in its way. */
export interface Ownership {
  /** The other subgraph that answers for a type; undefined when it is the candidate's own, shared or new. */
  readonly foreignOwner: (type: string) => string | undefined;
  /** The other subgraph that answers a field; undefined when none does. */
  readonly fieldOwner: (type: string, field: string) => string | undefined;
  /** The other contracts that define a type. */
  readonly definers: (type: string) => readonly Contract[];
  /** Whether everybody may define the type in the words of `schema/shared.graphql`. */
  readonly isShared: (type: string) => boolean;
}

/** Root types belong to all: each subgraph owns the fields it adds. */
const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription'];

export function createOwnership(
  others: readonly Contract[],
  previous: Contract | undefined,
  shared: Definitions,
): Ownership {
  const claimed = new Map(
    others.flatMap((other) => other.entry.owns.map((type) => [type, other.entry.name] as const)),
  );
  const isShared = (type: string) => shared.types.has(type);
  const definers = (type: string) => others.filter((other) => definesMore(other, type));
  const foreignOwner = (type: string) => {
    if (ROOTS.includes(type) || isShared(type)) return undefined;
    const claimant = claimed.get(type);
    if (claimant !== undefined) return claimant;
    // Nobody claims it: it belongs to who defined it first, and the candidate keeps what it had.
    if (previous?.types.has(type) === true) return undefined;
    return definers(type)[0]?.entry.name;
  };
  const fieldOwner = (type: string, field: string) => {
    const resolvers = others.filter((other) => resolves(other, type, field)).map((other) => other.entry.name);
    const owner = claimed.get(type);
    return resolvers.find((name) => name === owner) ?? resolvers[0];
  };
  return { foreignOwner, fieldOwner, definers, isShared };
}

/** Whether a contract defines a type, and does not only refer to it by its key. */
function definesMore(contract: Contract, name: string): boolean {
  const type = contract.types.get(name);
  return type !== undefined && !isStub(contract, type);
}

/** A reference to another's entity: its key and nothing else. */
function isStub(contract: Contract, type: ContractType): boolean {
  if (type.keys.length === 0) return false;
  const keys = new Set(type.keys.flatMap((key) => key.map(([head]) => head)));
  return type.fields.every(
    (field) => keys.has(field.name.value) || contract.applied(field, 'external').length > 0,
  );
}

function resolves(contract: Contract, typeName: string, field: string): boolean {
  const type = contract.types.get(typeName);
  const node = type?.fields.find((one) => one.name.value === field);
  if (type === undefined || node === undefined || contract.applied(node, 'external').length > 0) return false;
  // A key field of a reference is repeated, not answered for.
  return !(contract.entry.owns.includes(typeName) ? false : isKeyField(type, field));
}

function isKeyField(type: ContractType, field: string): boolean {
  return type.keys.some((key) => key.some(([head]) => head === field));
}
