import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { parse, type DocumentNode } from 'graphql';
import { MAX_TOKENS } from './limits.js';

/** Documents that the planning thread found valid, so that Apollo Server does not validate them again. */
export interface ValidatedDocuments {
  /** To be called before Apollo Server gets a request with this document. */
  remember(source: string): void;
  /** Apollo Server's door to it: keys end in the SHA-256 of the document's text. */
  readonly store: {
    get(key: string): Promise<DocumentNode | undefined>;
    set(): Promise<void>;
    delete(): Promise<void>;
  };
}

/** Documents kept; most requests never come here. */
const MAX_DOCUMENTS = 200;
const HASH_LENGTH = 64;

export function createValidatedDocuments(): ValidatedDocuments {
  const documents = new LRUCache<string, DocumentNode>({ max: MAX_DOCUMENTS });
  return {
    remember: (source) => {
      const hash = createHash('sha256').update(source).digest('hex');
      if (!documents.has(hash)) documents.set(hash, parse(source, { maxTokens: MAX_TOKENS }));
    },
    store: {
      get: (key) => Promise.resolve(documents.get(key.slice(-HASH_LENGTH))),
      // What Apollo Server validates itself it may validate again: a snapshot's schema could have changed since.
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    },
  };
}
