import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  configFault,
  configOk,
  configWarning,
  fileFault,
  listenerFindings,
  loadKeyDirectory,
  loadRegistry,
  type ConfigFinding,
  type RegistryEntry,
} from '@modellregion/schema';
import { inspectConfig, type SubgraphConfig } from './config.js';
import { databaseFindings, secretFiles } from './check-database.js';
import { errorMessage } from './database/index.js';
import type { Subgraph } from './define-subgraph.js';
import type { Environment } from './read-environment.js';
import { privateCallKeys } from './server/private-call-keys.js';

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
      : await databaseFindings({ url: config.databaseUrl, migrations: migrationsOf(subgraph), profile })),
    ...registryFindings(subgraph.name, config),
    ...listenerFindings(config),
  ];
}

const migrationsOf = ({ folder }: Pick<Subgraph, 'folder'>): string =>
  fileURLToPath(new URL('prisma/migrations', folder));

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
