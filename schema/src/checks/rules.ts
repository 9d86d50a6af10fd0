import { accessArguments } from './rules/access-arguments.js';
import { accessComposed } from './rules/access-composed.js';
import { additionsNullable } from './rules/additions-nullable.js';
import { classification } from './rules/classification.js';
import { connectionsShaped } from './rules/connections-shaped.js';
import { dataSourcesNamed } from './rules/data-sources-named.js';
import { described } from './rules/described.js';
import { foreignPositionsNullable } from './rules/foreign-positions-nullable.js';
import { guardsNullable } from './rules/guards-nullable.js';
import { keysAreIds } from './rules/keys-are-ids.js';
import { lookupsAreIds } from './rules/lookups-are-ids.js';
import { ownership } from './rules/ownership.js';
import { resultsBounded } from './rules/results-bounded.js';
import { rootFieldsNullable } from './rules/root-fields-nullable.js';
import { rootFieldsSingle } from './rules/root-fields-single.js';
import { sharedCopies } from './rules/shared-copies.js';
import { stopIdsOpaque } from './rules/stop-ids-opaque.js';
import type { Rule } from './rule.js';

/** The rules of the contract, in the order in which their findings are best mended. Composition goes before all. */
export const RULES: readonly Rule[] = [
  // Who owns what decides the next two; the root belongs to all.
  ownership,
  foreignPositionsNullable,
  additionsNullable,
  rootFieldsNullable,
  // What joins hang on.
  keysAreIds,
  lookupsAreIds,
  stopIdsOpaque,
  // What a portal can ask, and how much comes back.
  rootFieldsSingle,
  dataSourcesNamed,
  resultsBounded,
  connectionsShaped,
  // Access: first that the directives mean the same everywhere, then that they are there, then how they are used.
  sharedCopies,
  classification,
  accessComposed,
  accessArguments,
  guardsNullable,
  // Last, since names may still change with the findings above.
  described,
];
