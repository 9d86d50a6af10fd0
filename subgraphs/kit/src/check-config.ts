import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  configFault,
  configOk,
  configWarning,
  fileFault,
  loadKeyDirectory,
  loadRegistry,
  tlsFindings,
  type ConfigFinding,
  type RegistryEntry,
} from '@modellregion/schema';
import { inspectConfig, type SubgraphConfig } from './config.js';
import { databaseTls, describeDatabase, isAddress, isLoopback } from './database/database-url.js';
import { errorMessage, migrate } from './database/index.js';
import type { Subgraph } from './define-subgraph.js';
import { privateCallKeys } from './server/private-call-keys.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Somebody who migrates right now is waited for this long. */
const LOCK_TIMEOUT_MS = 5_000;

/**
 * `config check` of a subgraph: reads the environment exactly as `serve` does and looks at everything it names.
 * Changes nothing.
 *
 * @returns all findings, faults and others, none with a secret in it
 */
export async function checkConfig(
  subgraph: Pick<Subgraph, 'name' | 'folder'>,
  env: Environment,
): Promise<readonly ConfigFinding[]> {
  const { config, faults } = inspectConfig(env);
  const { profile, host, port } = config;
  const settings =
    faults.length > 0
      ? faults.map((fault) => configFault('settings', `${fault}.`))
      : [configOk('settings', `profile ${profile ?? ''}, listens on ${host ?? ''} port ${String(port)}`)];
  return [
    ...settings,
    ...secretFiles(env),
    ...(config.databaseUrl === undefined
      ? []
      : await databaseFindings(subgraph, config.databaseUrl, profile)),
    ...registryFindings(subgraph.name, config),
    ...(config.tls == null ? openListener(config) : tlsFindings(config.tls)),
  ];
}

/** Files that hold a value in place of a variable hold a secret, or they would not be files. */
function secretFiles(env: Environment): readonly ConfigFinding[] {
  const file = env['DATABASE_URL_FILE'];
  if (file === undefined || file === '' || (env['DATABASE_URL'] ?? '') !== '') return [];
  const fault = fileFault(file, 'secret');
  return fault === null ? [configOk('DATABASE_URL_FILE', file)] : [configFault('DATABASE_URL_FILE', fault)];
}

async function databaseFindings(
  subgraph: Pick<Subgraph, 'folder'>,
  url: string,
  profile: string | undefined,
): Promise<readonly ConfigFinding[]> {
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
    const folder = fileURLToPath(new URL('prisma/migrations', subgraph.folder));
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

function registryFindings(name: string, config: Partial<SubgraphConfig>): readonly ConfigFinding[] {
  let registry: readonly RegistryEntry[];
  try {
    registry = loadRegistry();
  } catch (error) {
    return [configFault('registry', errorMessage(error))];
  }
  const entry = registry.find((it) => it.name === name);
  const known =
    entry === undefined
      ? configFault('registry', `${name} is not in the registry: no gateway will call it.`)
      : configOk('registry', `${name} is run by ${entry.operator.name}, called at ${entry.url}`);
  return [known, ...keyFindings(name, config, registry)];
}

/** The gateway's public keys, and our own in both places: what the gateway knows of us, and what we hold. */
function keyFindings(
  name: string,
  { keyDirectoryFile, callKeyFile }: Partial<SubgraphConfig>,
  registry: readonly RegistryEntry[],
): readonly ConfigFinding[] {
  const findings: ConfigFinding[] = [];
  let published: readonly string[] | null = null;
  if (keyDirectoryFile !== undefined) {
    try {
      const directory = loadKeyDirectory(keyDirectoryFile, registry);
      published = (directory.subgraphs.get(name) ?? []).map(({ kid }) => kid);
      const { length } = directory.gateway;
      findings.push(
        length === 0
          ? configFault(
              'key directory',
              `${keyDirectoryFile} has no key of the gateway: add its public keys.`,
            )
          : configOk(
              'key directory',
              `${String(length)} of the gateway, ${String(directory.registry.length)} of the registry, ${String(published.length)} of ${name}`,
            ),
      );
      if (directory.registry.length === 0) {
        const problem = 'It has no key of the registry, whose question on a publication will be refused.';
        findings.push(configWarning('key directory', problem));
      }
    } catch (error) {
      findings.push(configFault('key directory', errorMessage(error)));
    }
  }
  if (callKeyFile === undefined) return findings;
  const fault = fileFault(callKeyFile, 'secret');
  if (fault !== null) return [...findings, configFault('call keys', fault)];
  try {
    const own = privateCallKeys(readFileSync(callKeyFile, 'utf8')).map(({ kid }) => kid);
    const newest = published?.[0];
    findings.push(
      newest !== undefined && !own.includes(newest)
        ? configFault('call keys', `${callKeyFile} has no key ${newest}, with which the gateway will call.`)
        : configOk('call keys', own.join(', ')),
    );
    if (published?.length === 0) {
      findings.push(configWarning('key directory', `It has no key of ${name}; the gateway's must have.`));
    }
  } catch {
    findings.push(configFault('call keys', `${callKeyFile} is no list of private call keys: restore it.`));
  }
  return findings;
}

/** Calls are signed, not encrypted: between hosts they need TLS, ours or a proxy's before us. */
function openListener({ host, profile }: Partial<SubgraphConfig>): readonly ConfigFinding[] {
  if (profile !== 'production' || host === undefined || /^(localhost|127\.|::1$)/.test(host)) return [];
  return [
    configWarning(
      'TLS',
      `Plain HTTP on ${host}: set MODELLREGION_TLS_CERT_FILE unless a proxy before it speaks TLS.`,
    ),
  ];
}
