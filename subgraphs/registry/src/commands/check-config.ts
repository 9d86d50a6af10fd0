import { fileURLToPath } from 'node:url';
import {
  authorityFindings,
  configFault,
  configOk,
  formatConfigReport,
  listenerFindings,
  type ConfigFinding,
} from '@modellregion/schema';
import { databaseFindings, secretFiles, type Environment } from '@modellregion/subgraph-kit';
import { inspectRegistryConfig, type RegistryConfig } from '../config.js';
import { MIGRATIONS } from './with-database.js';

/** `config check`: looks at everything the environment names; exit code 1 when there is a fault. */
export async function configCommand(): Promise<number> {
  const findings = await checkRegistryConfig(process.env);
  process.stdout.write(formatConfigReport('registry', findings));
  return findings.some(({ level }) => level === 'fault') ? 1 : 0;
}

/**
 * Reads the environment exactly as `serve` does and looks at everything it names. Changes nothing.
 *
 * @returns all findings, faults and others, none with a secret in it
 */
export async function checkRegistryConfig(env: Environment): Promise<readonly ConfigFinding[]> {
  const { config, faults } = inspectRegistryConfig(env);
  const { databaseUrl: url, host, port, profile } = config;
  const migrations = fileURLToPath(MIGRATIONS);
  return [
    ...(faults.length > 0
      ? faults.map((fault) => configFault('settings', `${fault}.`))
      : [configOk('settings', `profile ${profile ?? ''}, listens on ${host ?? ''} port ${String(port)}`)]),
    ...secretFiles(env),
    ...(url === undefined ? [] : await databaseFindings({ url, migrations, profile })),
    ...keyFindings(config),
    ...(config.caFile == null ? [] : authorityFindings('authorities', config.caFile)),
    ...listenerFindings({ host, profile, tls: config.tls }),
  ];
}

function keyFindings({ callKeys, releaseKeys }: Partial<RegistryConfig>): readonly ConfigFinding[] {
  const kids = (keys: readonly { readonly kid: string }[]): string => keys.map(({ kid }) => kid).join(', ');
  return [
    ...(releaseKeys === undefined ? [] : [configOk('release keys', kids(releaseKeys))]),
    ...(callKeys === undefined || callKeys.length === 0 ? [] : [configOk('call keys', kids(callKeys))]),
  ];
}
