import type { VariantTags } from '../../compose/variant.js';
import type { PortalQuery } from '../../portal-queries.js';
import type { GrantedAct } from '../../registry/granted-acts.js';
import type { RegistryEntry } from '../../registry/registry-entry.js';
import type { Finding } from '../finding.js';
import type { PublicationLimits } from './limits.js';

/** What one subgraph offers the region: its entry in the registry and the SDL that goes with it. */
export interface SubgraphContract {
  readonly entry: RegistryEntry;
  readonly sdl: string;
}

export type { GrantedAct };

/** Leave of an owner for exactly one type or field, one partner and one act. */
export interface Grant {
  /** Name of the subgraph that gives it. */
  readonly owner: string;
  /** Name of the subgraph it is given to. */
  readonly partner: string;
  /** `Type` or `Type.field`; a grant for a type is none for its fields. */
  readonly coordinate: string;
  readonly allows: GrantedAct;
  /** Instant from which it holds no longer, ISO 8601; for good when absent. */
  readonly until?: string;
}

/** An operation that clients really sent, as gateways report it. */
export interface UsedOperation {
  readonly document: string;
  readonly hash: string;
  readonly name: string | null;
  readonly client: { readonly name: string; readonly version: string | null };
  readonly count: number;
  readonly lastSeen: string;
}

/** What was used in the last `days` days. */
export interface Usage {
  readonly days: number;
  readonly operations: readonly UsedOperation[];
}

/** A part of the supergraph for a kind of clients, cut by tags. `@personalData` counts as the tag `personal`. */
export interface Variant extends VariantTags {
  readonly name: string;
}

/** Where a check runs: before a publication, or in the registry that decides on it. */
export type PublicationProfile = 'developer' | 'production';

/** A publication and all that it is held against. */
export interface PublicationInput {
  /** The subgraphs of the region as they are now, with the candidate's own last version if there is one. */
  readonly before: readonly SubgraphContract[];
  readonly candidate: SubgraphContract;
  /** Whether the candidate, as it is released, is to be taken out: the region is checked without it then. */
  readonly withdraws?: boolean;
  /** Whether the steward takes it out whatever the rules find, as long as the others compose without it. */
  readonly forced?: boolean;
  readonly grants: readonly Grant[];
  /** Null when nobody knows. */
  readonly usage: Usage | null;
  readonly portalQueries: readonly PortalQuery[];
  readonly limits?: Partial<PublicationLimits>;
  readonly variants?: readonly Variant[];
  /** Whether to ask the running subgraph; default `skip`. */
  readonly running?: 'ask' | 'skip';
  readonly profile: PublicationProfile;
  /**
   * Hosts a subgraph may answer at in production, `*.` for all below, also where they are inside a network; any public
   * one when absent.
   */
  readonly allowedHosts?: readonly string[];
  /** The instant grants are compared with, ISO 8601; now when absent. */
  readonly now?: string;
}

/** What is wrong with a publication: where, what, why, what to do, and the grant that would allow it. */
export interface PublicationFinding extends Finding {
  /** Stable, in capitals: `OVERRIDE_NOT_GRANTED`. */
  readonly code: string;
  /** The grant with which the same publication passes; absent where none can be given. */
  readonly grant?: Omit<Grant, 'until'>;
}

/** The verdict of one rule. */
export interface RuleResult {
  readonly rule: string;
  /** Stable, in capitals: `OWNERSHIP`. */
  readonly code: string;
  readonly status: 'completed' | 'failed' | 'skipped';
  readonly why: string;
  /** Why it did not run. */
  readonly skippedBecause?: string;
  readonly findings: readonly PublicationFinding[];
  /** What is worth a look and refuses nothing. */
  readonly notes: readonly string[];
}

/** A supergraph and the schema its clients see. */
export interface ComposedSchema {
  readonly supergraphSdl: string;
  readonly apiSdl: string;
}

/** The outcome of a check. */
export interface PublicationReport {
  readonly status: 'accepted' | 'refused';
  /** Name of the candidate. */
  readonly subgraph: string;
  /** In the order the rules ran. */
  readonly results: readonly RuleResult[];
  /** What a release would hold; null when the subgraphs do not compose. */
  readonly composed:
    (ComposedSchema & { readonly variants: readonly (ComposedSchema & { name: string })[] }) | null;
}
