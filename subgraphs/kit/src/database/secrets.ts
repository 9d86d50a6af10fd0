import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from './atomic-file.js';
import { errorCode, OperatorError } from './operator-error.js';

const secretsFile = z.object({
  superuser: z.string().min(20),
  databases: z.record(z.string(), z.string().min(20)),
});

/** Passwords of the embedded cluster: its superuser's and one for each subgraph's role. */
export type DatabaseSecrets = Readonly<z.infer<typeof secretsFile>>;

/** Reads `secrets.json` of a state folder; null when there is none yet. */
export function readSecrets(state: string): DatabaseSecrets | null {
  const file = join(state, 'secrets.json');
  try {
    return secretsFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new OperatorError(
      `${file} cannot be read or is damaged: restore it, or start over with "npx --no modellregion reset".`,
    );
  }
}

/**
 * The passwords, with one for each of `databases`; what is missing is made and stored, 0600, before it is used,
 * so that a crash never leaves a role with a password nobody knows.
 */
export function ensureSecrets(state: string, databases: readonly string[]): DatabaseSecrets {
  const known = readSecrets(state) ?? { superuser: newPassword(), databases: {} };
  const missing = databases.filter((name) => known.databases[name] === undefined);
  const secrets = {
    superuser: known.superuser,
    databases: { ...known.databases, ...Object.fromEntries(missing.map((name) => [name, newPassword()])) },
  };
  if (readSecrets(state) === null || missing.length > 0) {
    writeFileAtomically(join(state, 'secrets.json'), `${JSON.stringify(secrets, null, 2)}\n`, 0o600);
  }
  return secrets;
}

/** 192 random bits, all characters safe in a URL. */
function newPassword(): string {
  return randomBytes(24).toString('base64url');
}
