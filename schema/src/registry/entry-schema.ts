import { z } from 'zod';
import { DATA_CLASS_NAMES } from './data-classes.js';
import { DATA_THEMES } from './data-themes.js';

/** Names that mean something else in this repository and are therefore no subgraph's. */
export const RESERVED_NAMES: readonly string[] = ['gateway', 'kit', 'registry', 'shared'];

/** Deadline of a subgraph that states none, in milliseconds. */
export const DEFAULT_DEADLINE_MS = 3000;

const line = (what: string) => z.string(`write ${what}`).trim().min(1, `write ${what}`);

/** A public call key: 32 bytes in base64url are 43 characters. */
export const publicKeySchema = z.strictObject({
  kid: z.string('write the key id').regex(/^[\w-]{1,64}$/, 'write 1 to 64 letters, digits, "-" or "_"'),
  x25519: z
    .string('write the public X25519 key')
    .regex(/^[\w-]{43}$/, 'write the public X25519 key in base64url, 43 characters'),
});

const operatorSchema = z
  .strictObject(
    {
      name: line('the operator as people say it, such as Stadt Paderborn'),
      ags: z
        .string('put the number in quotes, or YAML drops its leading zero')
        .regex(/^(0[1-9]|1[0-6])\d{6}$/, 'write the 8 digits of the Amtlicher Gemeindeschlüssel in quotes')
        .optional(),
      districtKey: z
        .string('put the number in quotes, or YAML drops its leading zero')
        .regex(/^(0[1-9]|1[0-6])\d{3}$/, 'write the 5 digits of the Kreisschlüssel in quotes')
        .optional(),
      contact: z.strictObject(
        {
          office: line('the office that answers for the subgraph'),
          email: z.email('write an e-mail address'),
        },
        'write office and email',
      ),
    },
    'write name, ags or districtKey, and contact',
  )
  .refine((operator) => (operator.ags === undefined) !== (operator.districtKey === undefined), {
    message: 'write exactly one of ags (a municipality) and districtKey (a district)',
  });

/** What a registry file may say; unknown keys are faults, so that a misspelt one is not silently a default. */
export const entrySchema = z.strictObject(
  {
    name: z
      .string('write the name of the subgraph')
      // It becomes part of the root field <name>DataSources and of environment variables: letters and digits only.
      .regex(/^[a-z][a-z0-9]{1,30}$/, 'write 2 to 31 lower-case letters or digits, a letter first')
      .refine((name) => !RESERVED_NAMES.includes(name), {
        message: `choose another name: ${RESERVED_NAMES.join(', ')} are reserved`,
      }),
    operator: operatorSchema,
    url: z.string('write the URL of its GraphQL endpoint').refine(isEndpoint, {
      message:
        'write an http or https URL without user, query and fragment, such as http://127.0.0.1:4001/graphql',
    }),
    sdl: z
      .string('write the path of its SDL file')
      .regex(/^(?!.*\.\.)[\w][\w./-]*\.graphql$/, 'write a path inside the repository that ends in .graphql'),
    dataClasses: z
      .array(
        z.enum(DATA_CLASS_NAMES, `write one of ${DATA_CLASS_NAMES.join(', ')}`),
        'write a list of data classes',
      )
      .min(1, 'write at least one data class; PUBLIC if all of it is public'),
    theme: z.enum(DATA_THEMES, `write one of ${DATA_THEMES.join(', ')}, or leave it out`).optional(),
    owns: z
      .array(
        z.string('write a type name').regex(/^[A-Z]\w*$/, 'write a type name'),
        'write a list of entity types',
      )
      .default([]),
    deadlineMs: z
      .int('write whole milliseconds')
      .min(100, 'write at least 100')
      .max(60_000, 'write at most 60000')
      .default(DEFAULT_DEADLINE_MS),
    // Which versions are accepted is for whoever calls it to say: an entry that was stored stays readable.
    contract: z
      .int('write the version of the contract that its kit speaks, a whole number')
      .min(1, 'write at least 1')
      .max(1_000, 'write at most 1000')
      .optional(),
    keys: z.array(publicKeySchema, 'write a list of { kid, x25519 }').default([]),
  },
  'write name, operator, url, sdl, dataClasses and owns',
);

/** A registry file after validation, before it is compared with the others. */
export type EntryInput = z.infer<typeof entrySchema>;

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:');
}
