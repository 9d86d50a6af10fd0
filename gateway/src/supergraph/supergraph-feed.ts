import type { RegistryEntry } from '@modellregion/schema';
import type { SupergraphSource } from './supergraph-source.js';

/** A supergraph that was read, and who runs its subgraphs. */
export interface ReadSupergraph {
  readonly source: SupergraphSource;
  readonly registry: readonly RegistryEntry[];
}

/** What might be served next. */
export interface Candidate {
  /** Tells one from another: a hash of everything that makes it up. */
  readonly id: string;
  /** @throws SupergraphError with the reason why it cannot be served */
  readonly read: () => ReadSupergraph | Promise<ReadSupergraph>;
}

/** Which release of the region a supergraph comes from, for `/readyz`. */
export interface ReleaseStatus {
  readonly sequence: number;
  /** The beginning of the hash of the release. */
  readonly hash: string;
  readonly variant: string;
  readonly createdAt: string;
  readonly ageSeconds: number;
  /** Whether the registry answered when it was asked last, and when it did so last; null: not yet. */
  readonly registry: { readonly state: 'reached' | 'unreachable'; readonly reachedAt: string | null };
}

/** Where supergraphs come from. */
export interface SupergraphFeed {
  /** As people call it, in the log. */
  readonly name: 'file' | 'registry';
  /** What to begin with. @throws StartupError when there is nothing that could be served */
  readonly first: () => Promise<Candidate>;
  /** Begins to look for others. */
  readonly start: (onChange: (candidate: Candidate) => void) => void;
  /** What should be served as far as can be seen now, looked at anew. */
  readonly look: () => Promise<Candidate>;
  /** This one is in use from now on. */
  readonly taken: (candidate: Candidate) => void;
  /** Null where supergraphs are no releases. */
  readonly release: () => ReleaseStatus | null;
  readonly stop: () => Promise<void>;
}
