import type { OpenWay } from '@modellregion/schema/outgoing';
import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, errors, type CompactVerifyGetKey, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { reasonOf } from '../errors/fault.js';
import type { Logger } from '../telemetry/logger.js';

/** Unknown key ids cost at most one look per this time, so that a flood of them cannot flood the issuer. */
const COOL_DOWN_MS = 10_000;

/** How often the keys are looked up without a reason, so that a revoked key ends. */
const REFRESH_MS = 10 * 60_000;

/** While the issuer is out of reach its last keys stay good this long. */
const MAX_AGE_MS = 24 * 3_600_000;

/** The keys cannot be had now, through no fault of the caller. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** The issuer's public keys. */
export interface KeySet {
  /** The key a token's header names, for `jwtVerify`. */
  readonly keyFor: CompactVerifyGetKey;
  /** Looks once, so that the first token need not wait; a failure is only logged. */
  readonly start: () => Promise<void>;
  readonly stop: () => void;
}

/**
 * Keys from an https URL or a file. Key material in the token itself (`jwk`, `jku`, `x5u`) is never looked at,
 * and a token without `kid` matches no key.
 *
 * This does what jose's `createRemoteJWKSet` does, and holds the cool-down and the old keys during an outage
 * as well, where that one asks again for every token.
 */
export function createKeySet(
  location: URL,
  open: OpenWay,
  log: Logger,
  now: () => number = Date.now,
): KeySet {
  let keys: ReturnType<typeof createLocalJWKSet> | null = null;
  let loadedAt = -Infinity;
  let triedAt = -Infinity;
  let pending: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const load = async (): Promise<void> => {
    triedAt = now();
    try {
      keys = createLocalJWKSet(await readKeys(location, open));
      loadedAt = now();
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'issuer keys not readable');
    } finally {
      pending = null;
    }
  };
  const refresh = async (): Promise<void> => {
    if (pending === null && now() - triedAt < COOL_DOWN_MS) return;
    await (pending ??= load());
  };
  const current = (): ReturnType<typeof createLocalJWKSet> => {
    if (keys === null || now() - loadedAt > MAX_AGE_MS)
      throw new KeysUnavailable('the issuer has not been reached');
    return keys;
  };

  return {
    keyFor: async (header, token) => {
      if (typeof header.kid !== 'string') throw new errors.JWKSNoMatchingKey();
      if (keys === null || now() - loadedAt > MAX_AGE_MS) await refresh();
      try {
        return await current()(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await refresh();
        return current()(header, token);
      }
    },
    start: async () => {
      timer = setInterval(() => void refresh(), REFRESH_MS);
      timer.unref();
      await refresh();
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}

const keySetShape = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) });

/**
 * Reads the keys once.
 *
 * @throws Error of whatever kept them away
 */
export async function readKeys(location: URL, open: OpenWay): Promise<JSONWebKeySet> {
  const text =
    location.protocol === 'file:' ? await readFile(location, 'utf8') : await download(location, open);
  const set = keySetShape.parse(JSON.parse(text));
  // `use` and `alg` are checked by jose when it picks a key.
  return { keys: set.keys.map((key) => ({ ...key, kty: String(key['kty']) })) };
}

/** Redirects are not followed: keys come from where the operator said. */
async function download(location: URL, open: OpenWay): Promise<string> {
  const way = open(location.origin, { connections: 1, maxResponseSize: 1_000_000, connectTimeoutMs: 5_000 });
  try {
    const { statusCode, body } = await way.request({
      origin: location.origin,
      path: location.pathname + location.search,
      method: 'GET',
      signal: AbortSignal.timeout(5_000),
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`HTTP status ${String(statusCode)}`);
    return text;
  } finally {
    await way.destroy();
  }
}
