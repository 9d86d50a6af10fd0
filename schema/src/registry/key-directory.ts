import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PublicCallKey } from '../contract/call-keys.js';
import { publicKeySchema } from './entry-schema.js';
import type { RegistryEntry } from './registry-entry.js';

/** The public call keys of all parties. Two keys of one party are both valid: that is how keys are rotated. */
export interface KeyDirectory {
  readonly gateway: readonly PublicCallKey[];
  /** The registry's, which asks a running subgraph for its SDL before it is published. */
  readonly registry: readonly PublicCallKey[];
  /** By subgraph name; every subgraph of the registry is there, with an empty list if it has no key. */
  readonly subgraphs: ReadonlyMap<string, readonly PublicCallKey[]>;
}

/** The key directory cannot be used; the message has all of its faults. */
export class KeyDirectoryError extends Error {
  constructor(file: string, faults: readonly string[]) {
    super(`The key directory ${file} cannot be used: ${faults.join('; ')}.`);
    this.name = 'KeyDirectoryError';
  }
}

const directorySchema = z.record(z.string(), z.array(publicKeySchema, 'write a list of { kid, x25519 }'));

/**
 * The keys the registry states, replaced party by party by those of a JSON file
 * `{ "gateway": [{ kid, x25519 }], "residents": [...] }`. Parties the registry does not know are passed over:
 * a key counts only for a subgraph that is looked up, and a file may be older or newer than the registry.
 *
 * @param path of the JSON file; undefined takes the registry's keys alone.
 * @throws {@link KeyDirectoryError} when the file is missing or wrong.
 */
export function loadKeyDirectory(path: string | undefined, registry: readonly RegistryEntry[]): KeyDirectory {
  const stated = path === undefined ? {} : readDirectory(path);
  const subgraphs = new Map(registry.map((entry) => [entry.name, stated[entry.name] ?? entry.keys]));
  return { gateway: stated['gateway'] ?? [], registry: stated['registry'] ?? [], subgraphs };
}

function readDirectory(path: string): Record<string, readonly PublicCallKey[]> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new KeyDirectoryError(path, [error instanceof Error ? error.message : String(error)]);
  }
  const result = directorySchema.safeParse(content);
  const faults = result.success
    ? Object.entries(result.data).flatMap(([party, keys]) => repeatedKids(party, keys))
    : result.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  if (!result.success || faults.length > 0) throw new KeyDirectoryError(path, faults);
  return result.data;
}

function repeatedKids(party: string, keys: readonly PublicCallKey[]): readonly string[] {
  const kids = new Set(keys.map((key) => key.kid));
  return kids.size === keys.length ? [] : [`${party}: two keys have the same kid; give each its own`];
}
