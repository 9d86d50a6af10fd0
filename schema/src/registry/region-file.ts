import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { REPOSITORY_ROOT } from './load-registry.js';

/** Where the region's own file lies. */
export const REGION_FILE = join(REPOSITORY_ROOT, 'schema/region.yaml');

const name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'write lower-case letters, digits and "-"');
const line = z.string().trim().min(1).max(200);
const partySchema = z.strictObject({
  member: name,
  name: line,
  ars: z
    .string('put the number in quotes')
    .regex(/^\d{12}$/, 'write the 12 digits of the Amtlicher Regionalschlüssel in quotes')
    .optional(),
  contact: z.strictObject({ office: line, email: z.email() }),
});
const regionSchema = z.strictObject({
  name,
  steward: partySchema,
  gateway: partySchema,
});

/** A region as its file states it. */
export type RegionFile = Readonly<z.infer<typeof regionSchema>>;

/** The region's file cannot be used; the message says which and all that is wrong. */
export class RegionFileError extends Error {
  override readonly name = 'RegionFileError';
}

/** @throws RegionFileError */
export function loadRegion(file = REGION_FILE): RegionFile {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new RegionFileError(
      `${file} cannot be read (${error instanceof Error ? error.message : String(error)}): write it as YAML.`,
    );
  }
  const { data, error } = regionSchema.safeParse(content);
  if (data !== undefined) return data;
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new RegionFileError(`${file} cannot be used: ${faults.join('; ')}.`);
}

/** The short name of an operator as a member of the region: `paderborn` for `Stadt Paderborn`, `kreis-hoexter`. */
export function memberNameOf(operator: string): string {
  const plain = operator
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/^(stadt|gemeinde|hansestadt|alte hansestadt)\s+/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return plain.slice(0, 63);
}
