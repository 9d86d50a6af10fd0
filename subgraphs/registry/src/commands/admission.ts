import { readFileSync } from 'node:fs';
import { memberNameOf } from '@modellregion/schema';
import {
  MEMBER_ROLES,
  readPublicSigningKeys,
  STATEMENT_BODIES,
  type StatementBody,
} from '@modellregion/schema/release';
import { parse } from 'yaml';
import { CommandError, UsageError } from './command-error.js';
import { given, needed, type Given } from './read-options.js';

const NUMBERS = { ags: 'ags', 'district-key': 'districtKey', ars: 'ars' } as const;
const STATED = ['name', 'contact', 'signing-keys'] as const;

/** Options that state a member, in place of a file. */
export const ADMISSION_OPTIONS = ['file', 'member', 'roles', ...STATED, ...Object.keys(NUMBERS)] as const;

export const ADMISSION_HELP = `  member admit --name TEXT --ags AGS --contact 'OFFICE <EMAIL>' --signing-keys FILE --reason TEXT
                                                let a member in (steward)
      --name TEXT           as people say it: 'Stadt Gütersloh'
      --ags | --district-key | --ars NUMBER     its official number, one of the three
      --contact TEXT        whom to write to, an office and no person: 'Bürgeramt <buergeramt@stadt.example>'
      --signing-keys FILE   its public keys, as it got them from "member key create"
      --member ID           its short name          (default by its name: guetersloh)
      --roles LIST          of operator, gateway, steward, comma separated  (default operator)
  member admit --file FILE --reason TEXT        the same from YAML: member, name, ags | districtKey | ars, contact, roles, keys`;

/** @throws UsageError, CommandError, SigningKeyFileError: what is missing or wrong, and what to write */
export function admissionOf(options: Given, usage: string): StatementBody<'member.admit'> {
  const file = given(options, 'file');
  if (file === undefined) return verified(stated(options, usage), 'What is stated');
  const both = ADMISSION_OPTIONS.find((name) => name !== 'file' && given(options, name) !== undefined);
  if (both !== undefined) throw new UsageError(`--file and --${both}: state the member one way.\n${usage}`);
  return verified(readYaml(file), file);
}

function stated(options: Given, usage: string): object {
  const missing = STATED.filter((name) => given(options, name) === undefined).map((name) => `--${name}`);
  if (missing.length > 0) throw new UsageError(`Say who it is: ${missing.join(', ')}; or --file.\n${usage}`);
  const name = needed(options, 'name', usage);
  return {
    member: given(options, 'member') ?? memberNameOf(name),
    name,
    ...numberOf(options, usage),
    contact: contactOf(needed(options, 'contact', usage)),
    roles: rolesOf(given(options, 'roles') ?? 'operator'),
    keys: readPublicSigningKeys(needed(options, 'signing-keys', usage)),
  };
}

function numberOf(options: Given, usage: string): object {
  const numbers = Object.entries(NUMBERS).flatMap(([option, field]) => {
    const number = given(options, option);
    return number === undefined ? [] : [[field, number] as const];
  });
  if (numbers.length !== 1) {
    throw new UsageError(`Give its number once: --ags, --district-key or --ars.\n${usage}`);
  }
  return Object.fromEntries(numbers);
}

function contactOf(text: string): object {
  const [, office, email] = /^\s*([^<>]+?)\s*<([^<>\s]+)>\s*$/.exec(text) ?? [];
  if (office !== undefined && email !== undefined) return { office, email };
  throw new UsageError(`--contact is an office and its address: 'Bürgeramt <buergeramt@stadt.example>'.`);
}

function rolesOf(text: string): readonly string[] {
  const roles = text.split(',').map((role) => role.trim());
  const known = roles.every((role) => MEMBER_ROLES.some((it) => it === role));
  if (known) return [...new Set(roles)];
  throw new UsageError(`--roles are some of ${MEMBER_ROLES.join(', ')}, comma separated; not "${text}".`);
}

function verified(content: unknown, where: string): StatementBody<'member.admit'> {
  const { data, error } = STATEMENT_BODIES['member.admit'].safeParse(content);
  if (data !== undefined) return data;
  const faults = error.issues.map(({ path, message }) => `  - ${path.join('.') || 'all of it'}: ${message}`);
  throw new CommandError(`${where} is no admission of a member:\n${faults.join('\n')}`);
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}
