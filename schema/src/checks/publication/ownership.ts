import type { FieldDefinitionNode } from 'graphql';
import type { Contract, ContractType, Definitions } from '../../sdl/contract.js';
import { stringArgument } from '../../sdl/federation-names.js';
import type { KeyPath } from '../../sdl/key-paths.js';

/** Who answers for what, as seen by a candidate: only the others' claims can be in its way. */
export interface Ownership {
  /** The other subgraph that answers for a type; undefined when it is the candidate's own, shared or new. */
  readonly foreignOwner: (type: string) => string | undefined;
  /**
   * The other subgraph whose field it is; undefined when it is the candidate's own or nobody's. A field that was taken
   * over (`@override`) stays the one's from whom it was taken: what is granted is the answer, not the field.
   */
  readonly fieldOwner: (type: string, field: string) => string | undefined;
  /** The keys that the owner of a foreign type gives it. */
  readonly keysOf: (type: string) => readonly (readonly KeyPath[])[];
  /** Whether the field is part of a key that the owner of a foreign type gives it. */
  readonly isKeyField: (type: string, field: string) => boolean;
  /** Whether the type has fields that are answered: an object type or interface of the others. */
  readonly isOutput: (type: string) => boolean;
  /** Whether everybody may define the type in the words of `schema/shared.graphql`. */
  readonly isShared: (type: string) => boolean;
}

/** Root types belong to all: each subgraph owns the fields it adds. */
const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** Who looks: the contract that is to be published, and its last version. */
export interface OwnershipView {
  readonly others: readonly Contract[];
  readonly candidate?: Contract | undefined;
  readonly previous?: Contract | undefined;
}

export function createOwnership(
  { candidate, others, previous }: OwnershipView,
  shared: Definitions,
): Ownership {
  const claimed = new Map(
    others.flatMap((other) => other.entry.owns.map((type) => [type, other.entry.name] as const)),
  );
  const isShared = (type: string) => shared.types.has(type);
  const foreignOwner = (type: string) => {
    if (ROOTS.includes(type) || isShared(type)) return undefined;
    const claimant = claimed.get(type);
    if (claimant !== undefined) return claimant;
    // Nobody claims it: it belongs to who defined it first, and the candidate keeps what it had.
    if (previous?.types.has(type) === true) return undefined;
    return others.find((other) => defines(other, type))?.entry.name;
  };
  const keysOf = (type: string) => {
    const owner = foreignOwner(type);
    const contract = others.find(({ entry }) => entry.name === owner);
    return contract?.types.get(type)?.keys ?? [];
  };
  const here = candidate ?? previous;
  const fieldOwner = (type: string, field: string) => {
    const known = claimed.get(type);
    const owners = fieldOwners(here === undefined ? others : [...others, here], type, field);
    if (known !== undefined && owners.includes(known)) return known;
    const before = previous === undefined ? others : [...others, previous];
    // It answered the field already, or lets another do so: both stay good when it publishes again.
    if (here !== undefined && fieldOwners(before, type, field).includes(here.entry.name)) return undefined;
    return owners.find((name) => name !== here?.entry.name);
  };
  const isKeyField = (type: string, field: string) =>
    keysOf(type).some((key) => key.some(([head]) => head === field));
  const isOutput = (type: string) =>
    !others.some((other) => other.types.has(type)) ||
    others.some((other) => (other.types.get(type)?.fields.length ?? 0) > 0);
  return { foreignOwner, fieldOwner, keysOf, isKeyField, isOutput, isShared };
}

/** Whether a contract only refers to a type: by its key, and by fields that are answered elsewhere. */
export function refersOnly(contract: Contract, type: ContractType): boolean {
  if (type.fields.length === 0) return false;
  const keys = new Set(type.keys.flatMap((key) => key.map(([head]) => head)));
  return type.fields.every(
    (field) => keys.has(field.name.value) || contract.applied(field, 'external').length > 0,
  );
}

function defines(contract: Contract, name: string): boolean {
  const type = contract.types.get(name);
  return type !== undefined && !refersOnly(contract, type);
}

/** Whose a field is by what these contracts say of it: of each that answers it the one it was taken over from, or itself. */
export function fieldOwners(contracts: readonly Contract[], type: string, field: string): readonly string[] {
  const isHere = (name: string) => contracts.some(({ entry }) => entry.name === name);
  return contracts.flatMap((contract) => {
    const node = answeredField(contract, type, field);
    if (node === undefined) return [];
    const [override] = contract.applied(node, 'override');
    const from = override === undefined ? undefined : stringArgument(override, 'from');
    return [from !== undefined && isHere(from) ? from : contract.entry.name];
  });
}

/** The field of a contract, if it answers it. */
export function answeredField(
  contract: Contract,
  typeName: string,
  field: string,
): FieldDefinitionNode | undefined {
  const type = contract.types.get(typeName);
  const node = type?.fields.find((one) => one.name.value === field);
  if (type === undefined || node === undefined || contract.applied(node, 'external').length > 0)
    return undefined;
  // The key of a reference is repeated, not answered for.
  const isKey = type.keys.some((key) => key.some(([head]) => head === field));
  return contract.entry.owns.includes(typeName) || !isKey ? node : undefined;
}
