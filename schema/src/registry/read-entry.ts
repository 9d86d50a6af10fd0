import { entrySchema } from './entry-schema.js';
import { REPOSITORY_ROOT, toEntry } from './load-registry.js';
import type { RegistryEntry } from './registry-entry.js';

/** An entry, or all that is wrong with it: each fault a phrase that begins with its place. */
export type EntryReading =
  | { readonly ok: true; readonly entry: RegistryEntry }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads an entry that comes as a value, not from a registry file; the same fields under the same rules. */
export function readEntry(value: unknown): EntryReading {
  const { data, error } = entrySchema.safeParse(value);
  if (data !== undefined) return { ok: true, entry: toEntry(data, REPOSITORY_ROOT) };
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the entry'}: ${message}`);
  return { ok: false, faults };
}
