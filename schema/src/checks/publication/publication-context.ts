import { composeFiles, type Composition } from '../../compose/compose.js';
import { apiSchemaOf } from '../../compose/api-schema.js';
import { composeVariant, type VariantComposition } from '../../compose/variant.js';
import { readContract, type Contract, type Definitions } from '../../sdl/contract.js';
import { parseSdl, type SdlFile } from '../../sdl/read-sdl.js';
import { createCheckContext, type CheckContext } from '../check-context.js';
import { apiChanges, type ApiChange } from './api-changes.js';
import { PUBLICATION_LIMITS, type PublicationLimits } from './limits.js';
import { createOwnership, type Ownership } from './ownership.js';
import type { ComposedSchema, PublicationInput } from './publication.js';

/** All that the rules for publications may look at. What is costly is worked out when the first rule asks for it. */
export interface PublicationContext {
  readonly input: PublicationInput;
  readonly limits: PublicationLimits;
  readonly shared: Definitions;
  /** The candidate's SDL: parsed, or where it breaks. */
  readonly file: SdlFile;
  /** @throws Error when the SDL cannot be parsed; rules that need a contract do not run then. */
  readonly candidate: Contract;
  /** The candidate's last version; undefined for one that joins. */
  readonly previous: Contract | undefined;
  /** The other subgraphs, in the order of their names. */
  readonly others: readonly Contract[];
  readonly ownership: Ownership;
  /** The contracts side by side with the candidate, as the contract's own rules see them; the candidate is last. */
  readonly after: CheckContext;
  /** The region with the candidate in it, or without it when it is withdrawn. */
  readonly composition: () => Composition;
  /** @throws Error when the subgraphs do not compose; rules that need a supergraph do not run then. */
  readonly composed: () => ComposedSchema;
  /** The region as it is now; null when it has no subgraph yet, or does not compose. */
  readonly composedBefore: () => ComposedSchema | null;
  /** What portals see change; empty when there is nothing to compare with. */
  readonly changes: () => Promise<readonly ApiChange[]>;
  /** The variants of the input, cut from what is composed with the candidate, and from what is there now. */
  readonly variants: () => readonly VariantPair[];
}

/** A variant as it would be and as it is; null when there is no supergraph yet. */
export interface VariantPair {
  readonly name: string;
  readonly after: VariantComposition;
  readonly before: VariantComposition | null;
}

/** Reads the input of a check. Never throws: what is broken says so where a rule asks for it. */
export function createPublicationContext(input: PublicationInput, shared: Definitions): PublicationContext {
  const { candidate: subgraph, withdraws = false } = input;
  const file = parseSdl(subgraph.entry, subgraph.sdl);
  const before = input.before.map((one) => parseSdl(one.entry, one.sdl)).sort(byName);
  const contracts = before.flatMap((one) =>
    one.kind === 'parsed' ? [readContract(one.entry, one.document)] : [],
  );
  const previous = contracts.find(({ entry }) => entry.name === subgraph.entry.name);
  const others = contracts.filter((one) => one !== previous);
  const candidate = file.kind === 'parsed' ? readContract(file.entry, file.document) : undefined;
  const together = candidate === undefined || withdraws ? others : [...others, candidate];
  const otherFiles = before.filter(({ entry }) => entry.name !== subgraph.entry.name);
  const files = withdraws ? otherFiles : [...otherFiles, file].sort(byName);
  const composition = once(() => composeFiles(files, subgraph.entry.name));
  const composed = once(() => schemasOf(composition()));
  const last = input.before.find(({ entry }) => entry.name === subgraph.entry.name);
  // Nothing new: what costs most, two supergraphs and all that is compared of them, is one.
  const isUnchanged = !withdraws && last?.sdl === subgraph.sdl && last.entry.url === subgraph.entry.url;
  const composedBefore = once(() => {
    if (isUnchanged) return composition().ok ? composed() : null;
    const now = before.length === 0 ? undefined : composeFiles(before, undefined, true);
    return now?.ok === true ? schemasOf(now) : null;
  });
  const changes = once(async () => {
    const now = composedBefore();
    return now === null || isUnchanged ? [] : apiChanges(now.apiSdl, composed().apiSdl);
  });
  const variants = once(() =>
    (input.variants ?? []).map((variant): VariantPair => {
      const now = composedBefore();
      const after = composeVariant(composed().supergraphSdl, variant);
      const before = isUnchanged ? after : now === null ? null : composeVariant(now.supergraphSdl, variant);
      return { name: variant.name, after, before };
    }),
  );
  return {
    input,
    limits: { ...PUBLICATION_LIMITS, ...input.limits },
    shared,
    file,
    get candidate() {
      if (candidate === undefined) throw new Error(`The SDL of ${subgraph.entry.name} cannot be parsed.`);
      return candidate;
    },
    previous,
    others,
    ownership: createOwnership({ others, candidate, previous }, shared),
    after: createCheckContext(
      [...otherFiles.map(({ entry }) => entry), ...(withdraws ? [] : [subgraph.entry])],
      together,
      shared,
    ),
    composition,
    composed,
    composedBefore,
    changes,
    variants,
  };
}

function schemasOf(composition: Composition): ComposedSchema {
  if (!composition.ok) throw new Error('The subgraphs do not compose.');
  const { supergraphSdl } = composition;
  return { supergraphSdl, apiSdl: apiSchemaOf(supergraphSdl) };
}

function byName(a: SdlFile, b: SdlFile): number {
  return a.entry.name < b.entry.name ? -1 : 1;
}

/** The same answer every time, worked out the first time. */
function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => (done ??= { value: work() }).value;
}
