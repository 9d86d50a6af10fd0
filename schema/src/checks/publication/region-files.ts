import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { GRANTED_ACTS } from '../../registry/granted-acts.js';
import { REPOSITORY_ROOT } from '../../registry/load-registry.js';
import { readYamlFile } from '../../registry/read-yaml-file.js';
import { RegistryError } from '../../registry/registry-fault.js';
import type { Grant, Variant } from './publication.js';

const subgraph = z
  .string('write the name of a subgraph')
  .regex(/^[a-z][a-z0-9]{1,30}$/, 'write the name of a subgraph');

const grantsSchema = z.array(
  z.strictObject({
    owner: subgraph,
    partner: subgraph,
    coordinate: z
      .string('write Type or Type.field')
      .regex(/^[A-Z]\w*(\.[a-z]\w*)?$/, 'write Type or Type.field, such as Stop.name'),
    allows: z.enum(GRANTED_ACTS, 'write OVERRIDE, CONTRIBUTE, REQUIRE, MUTATE or MARK'),
    until: z.iso
      .datetime({ offset: true, error: 'write the instant it ends, such as 2027-01-01T00:00:00Z' })
      .exactOptional(),
  }),
  'write a list of grants',
);

const tags = z.array(z.string('write a tag').regex(/^[\w/-]{1,50}$/, 'write a tag'), 'write a list of tags');

const variantsSchema = z.array(
  z.strictObject({
    name: z
      .string('write a name')
      .regex(/^[a-z][a-z0-9-]{1,30}$/, 'write 2 to 31 lower-case letters, digits or "-"')
      .refine((name) => name !== 'full', 'choose another name: full is the whole supergraph'),
    includeTags: tags.exactOptional(),
    excludeTags: tags,
  }),
  'write a list of variants',
);

/**
 * The grants of `schema/grants.yaml`; none when there is no such file.
 *
 * @throws RegistryError with all faults of the file.
 */
export function loadGrants(root = REPOSITORY_ROOT): readonly Grant[] {
  return load(root, 'schema/grants.yaml', grantsSchema);
}

/**
 * The variants of `schema/variants.yaml`; none when there is no such file.
 *
 * @throws RegistryError with all faults of the file.
 */
export function loadVariants(root = REPOSITORY_ROOT): readonly Variant[] {
  return load(root, 'schema/variants.yaml', variantsSchema);
}

function load<T>(root: string, file: string, schema: z.ZodType<readonly T[]>): readonly T[] {
  const absolute = join(root, file);
  if (!existsSync(absolute)) return [];
  const { faults, input } = readYamlFile(absolute, file, schema);
  if (input === undefined) throw new RegistryError(faults);
  return input;
}
