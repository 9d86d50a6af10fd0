import { configFault, configOk, fileFault, type ConfigFinding } from '@modellregion/schema';
import { databaseTls, describeDatabase, isAddress, isLoopback } from './database/database-url.js';
import { errorMessage, migrate } from './database/index.js';
import type { Environment } from './read-environment.js';

/** Somebody who migrates right now is waited for this long. */
const LOCK_TIMEOUT_MS = 5_000;

/** Files that hold a value in place of a variable hold a secret, or they would not be files. */
export function secretFiles(env: Environment): readonly ConfigFinding[] {
  const file = env['DATABASE_URL_FILE'];
  if (file === undefined || file === '' || (env['DATABASE_URL'] ?? '') !== '') return [];
  const fault = fileFault(file, 'secret');
  return fault === null ? [configOk('DATABASE_URL_FILE', file)] : [configFault('DATABASE_URL_FILE', fault)];
}

/** A part's database, as `config check` looks at it. */
export interface DatabaseUnderCheck {
  readonly url: string;
  /** Folder of its migrations. */
  readonly migrations: string;
  readonly profile: string | undefined;
}

/** What `config check` says about a part's database: how the connection is secured, and which migrations it lacks. */
export async function databaseFindings({
  migrations: folder,
  profile,
  url,
}: DatabaseUnderCheck): Promise<readonly ConfigFinding[]> {
  const where = describeDatabase(url);
  const tls = databaseTls(url);
  const findings: ConfigFinding[] = [];
  if (profile === 'production' && tls !== 'verified' && !isLoopback(url)) {
    findings.push(
      configFault(
        'database',
        `The connection to ${where} is ${tls === 'off' ? 'not encrypted' : 'encrypted, but to anybody'}: set ` +
          'MODELLREGION_DATABASE_CA_FILE, or sslmode=verify-full in DATABASE_URL.',
      ),
    );
  }
  if (tls === 'verified' && isAddress(url)) {
    findings.push(
      configFault(
        'database',
        `${where} is named by its address: with TLS write its host name in DATABASE_URL.`,
      ),
    );
  }
  try {
    const pending = await migrate({ url, folder, dryRun: true, lockTimeoutMs: LOCK_TIMEOUT_MS });
    const secured = tls === 'verified' ? ', TLS' : '';
    findings.push(configOk('database', `${where} answers${secured}`));
    findings.push(
      pending.length === 0
        ? configOk('migrations', 'all applied')
        : configFault(
            'migrations',
            `Not applied: ${pending.join(', ')}: run "migrate", or start with --migrate.`,
          ),
    );
  } catch (error) {
    findings.push(configFault('database', `${where}: ${errorMessage(error)}`));
  }
  return findings;
}
