import { createHash, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateCallKey } from '@modellregion/schema';
import { z } from 'zod';
import { OperatorError } from '../database/index.js';
import { writeFileAtomically } from '../database/atomic-file.js';

/** The gateway's name among the parties of signed calls; no subgraph may have it. */
export const GATEWAY = 'gateway';

/** The registry's name among them. */
export const REGISTRY = 'registry';

/** Two, so that one can be replaced while calls made with the other are still good. */
export const KEYS_PER_PARTY = 2;

const callKeys = z.array(z.object({ kid: z.string(), x25519: z.string(), d: z.string() })).min(1);
const issuerKeys = z.array(z.object({ kid: z.string(), x: z.string(), d: z.string() }).loose()).min(1);

/** Where the keys of a state folder lie. */
export function keyFiles(state: string) {
  return {
    directory: join(state, 'keys', 'directory.json'),
    callKeys: (party: string): string => join(state, 'keys', `${party}.json`),
    issuerPrivate: join(state, 'issuer', 'private.json'),
    issuerPublic: join(state, 'issuer', 'jwks.json'),
  };
}

/**
 * Makes what keys are missing: X25519 call keys for the gateway, the registry and every subgraph, and the Ed25519 keys of the
 * local token issuer (developer profile). Private parts are 0600 and lie in one file per party, so that a process
 * is told of its own alone. Existing keys stay; a subgraph that is new gets its own at the next start.
 *
 * @throws OperatorError when a key file is damaged: replacing it silently would break every call
 */
export function ensureKeys(state: string, subgraphs: readonly string[]): void {
  const files = keyFiles(state);
  for (const folder of ['keys', 'issuer']) mkdirSync(join(state, folder), { recursive: true, mode: 0o700 });

  const directory: Record<string, readonly Omit<PrivateCallKey, 'd'>[]> = {};
  for (const party of [GATEWAY, REGISTRY, ...subgraphs]) {
    const keys = readOrMake(files.callKeys(party), callKeys, () => many(() => newCallKey(party)));
    directory[party] = keys.map(({ kid, x25519 }) => ({ kid, x25519 }));
  }
  writeIfChanged(files.directory, directory, 0o644);

  const issuer = readOrMake(files.issuerPrivate, issuerKeys, () => many(newIssuerKey));
  const jwks = issuer.map((key) => ({
    kty: 'OKP',
    crv: 'Ed25519',
    alg: 'EdDSA',
    use: 'sig',
    kid: key.kid,
    x: key.x,
  }));
  writeIfChanged(files.issuerPublic, { keys: jwks }, 0o644);
}

/** A call key whose id names the party and is derived from the key. */
export function newCallKey(party: string): PrivateCallKey {
  const { x, d } = jwkPair(generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }));
  return { kid: `${party}-${thumbprint(x)}`, x25519: x, d };
}

function newIssuerKey() {
  const { x, d } = jwkPair(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
  return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: `local-${thumbprint(x)}`, x, d };
}

function jwkPair({ x, d }: JsonWebKey): { x: string; d: string } {
  if (typeof x !== 'string' || typeof d !== 'string') throw new TypeError('the key pair has no x and d');
  return { x, d };
}

/** Short and derived from the key, so that two keys never share an id. */
function thumbprint(x: string): string {
  return createHash('sha256').update(x).digest('hex').slice(0, 12);
}

function many<T>(make: () => T): T[] {
  return Array.from({ length: KEYS_PER_PARTY }, make);
}

function readOrMake<T>(file: string, shape: z.ZodType<T>, make: () => T): T {
  if (!existsSync(file)) writeFileAtomically(file, json(make()), 0o600);
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new OperatorError(
      `The key file ${file} is damaged or cannot be read: restore it, or delete it to get new keys.`,
    );
  }
}

function writeIfChanged(file: string, content: unknown, mode: number): void {
  const text = json(content);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileAtomically(file, text, mode);
}

function json(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
