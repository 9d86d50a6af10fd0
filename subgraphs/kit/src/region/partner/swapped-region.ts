import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadKeyDirectory, loadRegistry, RegistryError, type RegistryEntry } from '@modellregion/schema';
import { composeTexts, subgraphTextsOf, type SubgraphText } from '@modellregion/schema/compose';
import { targetOf, type Target } from '../../conformance/target.js';
import { writeFileAtomically } from '../../database/atomic-file.js';
import { OperatorError } from '../../database/index.js';
import { privateCallKeys } from '../../server/private-call-keys.js';
import { ensureKeys, keyFiles } from '../keys.js';
import { createStateFolder, type Environment } from '../state-folder.js';
import { mockSubgraphs } from './mock-subgraphs.js';
import { releasedSupergraph } from './released-supergraph.js';

/** A subgraph that a partner runs themselves, in place of the released one. */
export interface Swapped {
  readonly name: string;
  readonly url: URL;
}

export interface SwappedRegionOptions {
  readonly swapped: readonly Swapped[];
  /** `latest`, or a file. */
  readonly release: string;
  /** Subgraphs whose programs are here: they run, and are not mocked. */
  readonly runnable: readonly string[];
  readonly state: string;
  readonly env: Environment;
  readonly report: (sentence: string) => void;
}

/** A released region with somebody's own subgraphs in it. */
export interface SwappedRegion {
  /** Environment of the region: where the gateway finds its supergraph and each subgraph. */
  readonly env: Environment;
  /** Looks for changes of the contracts, and composes anew, until it is closed. */
  readonly watch: () => void;
  readonly close: () => Promise<void>;
}

const EVERY_MS = 1_000;

/**
 * Composes the release with the partner's contracts in it, mocks what cannot run here, and follows the contracts: what
 * the subgraph itself serves, and while it does not run, the file that its registry entry names.
 *
 * @throws OperatorError when there is no release, or it does not compose with what the partner has
 */
export async function swappedRegion(options: SwappedRegionOptions): Promise<SwappedRegion> {
  const { swapped, runnable, state, report } = options;
  const released = await releasedSupergraph(options.release, options.env);
  const others = subgraphTextsOf(released.sdl).filter(({ name }) => !swapped.some((it) => it.name === name));
  createStateFolder(state);
  ensureKeys(state, [...swapped.map(({ name }) => name), ...runnable]);
  const own = swapped.map((it) => followed(it, state));
  const mocked = others.filter(({ name }) => !runnable.includes(name));
  const file = join(state, 'partner-supergraph.graphql');
  const first = await composed(others, own);
  if (first === null)
    throw new OperatorError(
      `${namesOf(swapped)} serves no contract yet, and no registry file names one: start it first.`,
    );
  if (!first.ok) throw new OperatorError(refusal(swapped, first.faults));
  writeFileAtomically(file, first.supergraphSdl, 0o644);
  const mocks = await mockSubgraphs(mocked);
  report(`Running ${released.from} with ${namesOf(swapped)} swapped in.`);
  if (mocked.length > 0)
    report(`Mocked, as their programs are not here: ${namesOf(mocked)}. Nothing they say is true.`);

  let seen = JSON.stringify(first);
  const halt = new AbortController();
  const stopped = (): boolean => halt.signal.aborted;
  const follow = async (): Promise<void> => {
    while (!stopped()) {
      await pause(EVERY_MS, undefined, { signal: halt.signal }).catch(() => undefined);
      const now = await composed(others, own);
      const text = JSON.stringify(now);
      if (now === null || text === seen || stopped()) continue;
      seen = text;
      if (now.ok) writeFileAtomically(file, now.supergraphSdl, 0o644);
      report(
        now.ok
          ? `The contract of ${namesOf(swapped)} has changed: composed anew.`
          : refusal(swapped, now.faults),
      );
    }
  };
  let following = Promise.resolve();
  const addresses = [...swapped.map(({ name, url }) => [name, url.href] as const), ...mocks.urls];
  const urls = addresses.map(
    ([name, url]) => [`MODELLREGION_SUBGRAPH_${name.toUpperCase()}_URL`, url] as const,
  );
  return {
    env: {
      ...options.env,
      // The gateway would follow the registry instead of our file, or miss it.
      MODELLREGION_REGISTRY_URL: undefined,
      MODELLREGION_RELEASE_KEYS: undefined,
      MODELLREGION_SUPERGRAPH: file,
      ...Object.fromEntries(urls),
    },
    watch: () => {
      following = follow();
    },
    close: async () => {
      halt.abort();
      await following;
      await mocks.close();
    },
  };
}

type Followed = Swapped & { readonly entry: RegistryEntry | undefined; readonly target: Target | null };

function followed(swapped: Swapped, state: string): Followed {
  const registry = ownRegistry();
  const entry = registry.find(({ name }) => name === swapped.name);
  const files = keyFiles(state);
  const [gateway] = privateCallKeys(readFileSync(files.callKeys('gateway'), 'utf8'));
  const known = loadKeyDirectory(files.directory, entry === undefined ? [] : [entry]);
  const [subgraph] = known.subgraphs.get(swapped.name) ?? [];
  const target =
    gateway === undefined || subgraph === undefined
      ? null
      : targetOf(swapped.url, { gateway, subgraph }, entry?.contract);
  return { ...swapped, entry, target };
}

function ownRegistry(): readonly RegistryEntry[] {
  try {
    return loadRegistry();
  } catch (error) {
    if (error instanceof RegistryError) throw new OperatorError(error.message);
    throw error;
  }
}

/** Null while somebody's contract is nowhere to be had. */
async function composed(others: readonly SubgraphText[], own: readonly Followed[]) {
  const texts = await Promise.all(own.map(contractOf));
  const found = texts.filter((text) => text !== null);
  return found.length < own.length ? null : composeTexts([...others, ...found]);
}

async function contractOf({ name, url, entry, target }: Followed): Promise<SubgraphText | null> {
  const served = await servedBy(target);
  if (served !== null) return { name, url: url.href, sdl: served };
  if (entry === undefined) return null;
  try {
    return { name, url: url.href, sdl: readFileSync(entry.sdlFile, 'utf8') };
  } catch {
    return null;
  }
}

async function servedBy(target: Target | null): Promise<string | null> {
  const reply = await target?.ask({ query: '{ _service { sdl } }' }).catch(() => null);
  const service = reply?.answer.data?.['_service'] as { readonly sdl?: unknown } | null | undefined;
  return typeof service?.sdl === 'string' ? service.sdl : null;
}

function refusal(swapped: readonly Swapped[], faults: readonly string[]): string {
  return `${namesOf(swapped)} does not compose with the release; the gateway keeps what it has:\n  ${faults.join('\n  ')}`;
}

function namesOf(subgraphs: readonly { readonly name: string }[]): string {
  return subgraphs.map(({ name }) => name).join(', ');
}
