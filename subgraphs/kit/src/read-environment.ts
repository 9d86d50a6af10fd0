import { readFileSync } from 'node:fs';
import { readAuthorities } from '@modellregion/schema';
import type { z } from 'zod';
import { withAuthority } from './database/database-url.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A fault of configuration: its text is for the operator, all faults together. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Values by variable, each read by itself, so that one fault does not hide the others.
 *
 * @param faults gets a phrase for each that is missing or wrong; it begins with the variable's name
 */
export function readValues<Shape extends Readonly<Record<string, z.ZodType>>>(
  environment: z.ZodObject<Shape>,
  env: Environment,
  faults: string[],
): Partial<z.infer<z.ZodObject<Shape>>> {
  const values: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries<z.ZodType>(environment.shape)) {
    const found = settingValue(name, env);
    if ('fault' in found) {
      faults.push(found.fault);
      continue;
    }
    const parsed = shape.safeParse(found.value);
    if (parsed.success) values[name] = parsed.data;
    else {
      const message = parsed.error.issues.map((issue) => issue.message).join(', ');
      faults.push(found.value === undefined ? `${name} is not set` : `${name}: ${message}`);
    }
  }
  return values as Partial<z.infer<z.ZodObject<Shape>>>;
}

/** @throws ConfigError that lists every fault, not only the first */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new ConfigError(`The configuration is not complete:\n${faults.map((it) => `  - ${it}`).join('\n')}`);
}

interface DatabaseValues {
  readonly DATABASE_URL?: string | undefined;
  readonly MODELLREGION_DATABASE_CA_FILE?: string | undefined;
}

/** The URL of the database, with the authority that its certificate must lead to. */
export function databaseUrlOf(
  { DATABASE_URL: url, MODELLREGION_DATABASE_CA_FILE: caFile }: DatabaseValues,
  faults: string[],
): string | undefined {
  if (url === undefined || caFile === undefined) return url;
  try {
    readAuthorities(caFile);
  } catch (error) {
    faults.push(`MODELLREGION_DATABASE_CA_FILE: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  const secured = withAuthority(url, caFile);
  if ('url' in secured) return secured.url;
  faults.push(secured.fault);
  return undefined;
}

/**
 * The database alone, whatever else is wrong.
 *
 * @param whose database it is, for the sentence that asks for it
 * @throws ConfigError
 */
export function databaseUrlAlone(url: string | undefined, faults: readonly string[], whose: string): string {
  const own = faults.filter((fault) => fault.includes('DATABASE'));
  if (url !== undefined && own.length === 0) return url;
  if (own[0] !== 'DATABASE_URL is not set') throw new ConfigError(`${own.join('\n')}.`);
  throw new ConfigError(`DATABASE_URL must be set to the postgresql:// URL of ${whose}’s database.`);
}

/** A variable, or what the file holds that `<name>_FILE` names. Set but empty counts as absent. */
export function settingValue(
  name: string,
  env: Environment,
): { readonly value: string | undefined } | { readonly fault: string } {
  const value = env[name];
  if (value !== undefined && value !== '') return { value };
  const file = env[`${name}_FILE`];
  if (file === undefined || file === '') return { value: undefined };
  try {
    return { value: readFileSync(file, 'utf8').trim() };
  } catch {
    return { fault: `${name}_FILE: ${file} cannot be read` };
  }
}
