import { existsSync, readFileSync } from 'node:fs';
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
  /** What people call it; `Modellregion` if left out. */
  title: line.default('Modellregion'),
  steward: partySchema,
  gateway: partySchema,
});

/** A region as its file states it. */
export type RegionFile = Readonly<z.infer<typeof regionSchema>>;

const CONTACT = { office: 'Modellregion', email: 'modellregion@project.example' };

/** The region's file cannot be used; the message says which and all that is wrong. */
export class RegionFileError extends Error {
  override readonly name = 'RegionFileError';
}

/** What a partner's project is a region of, which has no file: nobody's but its own. */
const OWN_PROJECT: RegionFile = {
  name: 'project',
  title: 'Modellregion',
  steward: { member: 'steward', name: 'Modellregion', contact: CONTACT },
  gateway: { member: 'gateway', name: 'Modellregion', contact: CONTACT },
};

/**
 * The region as its file states it; where there is none, a project of a partner's own.
 *
 * @throws RegionFileError when the file is there and wrong
 */
export function loadRegion(file = REGION_FILE): RegionFile {
  if (!existsSync(file)) return OWN_PROJECT;
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
