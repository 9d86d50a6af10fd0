import { readFileSync } from 'node:fs';
import {
  KeyDirectoryError,
  loadKeyDirectory,
  type KeyDirectory,
  type PrivateCallKey,
  type RegistryEntry,
} from '@modellregion/schema';
import { z } from 'zod';
import type { GatewayConfig } from '../config.js';
import { codeOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';
import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';
import type { Logger } from '../telemetry/logger.js';
import { createSignRequest, type SignRequest } from './sign-request.js';

const raw32 = z.string().regex(/^[\w-]{43}$/);
const privateKeys = z.array(z.object({ kid: z.string().min(1), x25519: raw32, d: raw32 })).min(1);

const WHAT_TO_DO =
  'start the region once, which makes keys, or set MODELLREGION_CALL_KEY_FILE and MODELLREGION_KEY_DIRECTORY';

/**
 * The signatures for all registered subgraphs of the supergraph.
 *
 * Outside production a subgraph without keys is called unsigned, which it will refuse unless it is a fake;
 * production does not start then, because it could not serve what it promises.
 *
 * @throws StartupError naming the file or the subgraphs concerned
 */
export function signersFor(
  targets: readonly SubgraphTarget[],
  registry: readonly RegistryEntry[],
  config: KeyConfig,
  log: Logger,
): ReadonlyMap<string, SignRequest> {
  const signers = new Map<string, SignRequest>();
  const registered = targets.filter((target) => target.registered);
  if (registered.length === 0) return signers;
  const { own, directory } = readKeys(registry, config, log);
  for (const target of registered) {
    const sign = own === null ? null : createSignRequest(target, own, directory);
    if (sign !== null) signers.set(target.name, sign);
  }
  const without = registered.map(({ name }) => name).filter((name) => !signers.has(name));
  if (without.length > 0) {
    const text = `Calls to ${without.join(', ')} cannot be signed for want of keys; ${WHAT_TO_DO}.`;
    if (config.profile === 'production') throw new StartupError(text);
    log.warn({ subgraphs: without }, text);
  }
  return signers;
}

type KeyConfig = Pick<GatewayConfig, 'profile' | 'callKeyFile' | 'keyDirectoryFile' | 'release'>;

/** A release's keys are signed and go before those of a file, which serves subgraphs that it states none for. */
function releasedKeys(registry: readonly RegistryEntry[], file: string | null): KeyDirectory {
  const all = registry.every(({ keys }) => keys.length > 0);
  const stated = loadKeyDirectory(all || file === null ? undefined : file, registry);
  const subgraphs = registry.map(
    ({ name, keys }) => [name, keys.length > 0 ? keys : (stated.subgraphs.get(name) ?? [])] as const,
  );
  return { ...stated, subgraphs: new Map(subgraphs) };
}

interface Keys {
  readonly own: readonly PrivateCallKey[] | null;
  readonly directory: KeyDirectory;
}

/** In production a file that is named must be right; a developer's default files may not have been made yet. */
function readKeys(
  registry: readonly RegistryEntry[],
  { profile, callKeyFile, keyDirectoryFile, release }: KeyConfig,
  log: Logger,
): Keys {
  try {
    return {
      own: callKeyFile === null ? null : readPrivateKeys(callKeyFile),
      directory:
        release === null
          ? loadKeyDirectory(keyDirectoryFile ?? undefined, registry)
          : releasedKeys(registry, keyDirectoryFile),
    };
  } catch (error) {
    if (!(error instanceof StartupError) && !(error instanceof KeyDirectoryError)) throw error;
    if (profile === 'production') throw new StartupError(error.message);
    log.warn(error.message);
    return { own: null, directory: { gateway: [], registry: [], subgraphs: new Map() } };
  }
}

/** The fault is told without a word of the file's content. */
function readPrivateKeys(file: string): readonly PrivateCallKey[] {
  try {
    return privateKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const code = codeOf(error) === null ? '' : ` (${codeOf(error) ?? ''})`;
    throw new StartupError(`The call keys in ${file} cannot be read${code}; ${WHAT_TO_DO}.`);
  }
}
