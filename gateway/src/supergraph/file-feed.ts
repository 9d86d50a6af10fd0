import { setImmediate as turn } from 'node:timers/promises';
import type { RegistryEntry } from '@modellregion/schema';
import type { GatewayConfig } from '../config.js';
import { featuresOf } from './features.js';
import { asSupergraphFault } from './supergraph-error.js';
import type { Candidate, SupergraphFeed } from './supergraph-feed.js';
import { notReadable, supergraphOf } from './supergraph-source.js';
import { readContent, watchFile, type Content } from './watch-file.js';

/** Supergraphs out of a file that somebody replaces, with the registry's files beside it. */
export function createFileFeed(
  { supergraphFile: file, supergraphPollMs, executor }: GatewayConfig,
  readRegistry: () => readonly RegistryEntry[],
): SupergraphFeed {
  let unwatch: (() => void) | null = null;
  const candidateOf = (content: Content): Candidate => ({
    id: content.hash,
    /** Requests get their turn between the steps: each keeps this thread for some milliseconds. */
    read: async () => {
      if (content.kind === 'fault') throw notReadable(file, content.fault);
      const source = supergraphOf(file, content.bytes, featuresOf(executor));
      await turn();
      const registry = asSupergraphFault('REGISTRY_NOT_USABLE', readRegistry);
      await turn();
      return { source, registry };
    },
  });
  const look = async (): Promise<Candidate> => candidateOf(await readContent(file));
  return {
    name: 'file',
    first: look,
    start: (onChange) => {
      if (supergraphPollMs === 0) return;
      unwatch = watchFile(file, supergraphPollMs, (content) => {
        onChange(candidateOf(content));
      });
    },
    look,
    taken: () => undefined,
    release: () => null,
    stop: () => {
      unwatch?.();
      return Promise.resolve();
    },
  };
}
