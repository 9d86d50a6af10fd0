import {
  authorityFindings,
  configFault,
  configOk,
  configWarning,
  fileFault,
  isLoopbackHost,
  listenerFindings,
  loadRegistry,
  type ConfigFinding,
  type RegistryEntry,
} from '@modellregion/schema';
import { readKeys } from '../auth/key-set.js';
import { inspectConfig, type GatewayConfig } from '../config.js';
import { reasonOf } from '../errors/fault.js';
import type { ReleaseConfig } from '../release/release-config.js';
import { subgraphTargets, unusedAddresses, type SubgraphTarget } from '../supergraph/subgraph-directory.js';
import { featuresOf } from '../supergraph/features.js';
import { readSupergraph, type SupergraphSource } from '../supergraph/supergraph-source.js';
import { createLogger } from '../telemetry/logger.js';
import { signersFor } from '../upstream/call-keys.js';
import { createOutgoing } from '../upstream/outgoing.js';
import { attempt } from './attempt.js';
import { releaseFindings } from './release-findings.js';
import { supergraphFindings } from './supergraph-findings.js';

/**
 * `config check` of the gateway: reads arguments and environment exactly as the gateway does and looks at
 * everything they name. Changes nothing.
 *
 * @returns all findings, faults and others, none with a secret in it
 */
export async function checkConfig(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<readonly ConfigFinding[]> {
  const { config, faults } = inspectConfig(argv, env);
  const settings =
    faults.length > 0
      ? faults.map((fault) => configFault('settings', fault))
      : [
          configOk(
            'settings',
            `profile ${config.profile}, listens on ${config.host} port ${String(config.port)}`,
          ),
        ];
  const { caFile } = config.outgoing;
  return [
    ...settings,
    ...(config.release === null ? registryFindings(config) : await releasedFindings(config, config.release)),
    ...(await issuerFindings(config)),
    ...(caFile === null ? [] : authorityFindings('authorities', caFile)),
    ...listenerFindings(config),
    ...proxyFindings(config),
  ];
}

/** What the registry, the supergraph and the keys say about the subgraphs; each step needs the one before. */
function registryFindings(config: GatewayConfig): readonly ConfigFinding[] {
  const open = config.profile === 'open';
  const registry = attempt('registry', () => (open ? [] : loadRegistry()));
  const source = attempt('supergraph', () =>
    readSupergraph(config.supergraphFile, featuresOf(config.executor)),
  );
  if ('fault' in registry || 'fault' in source) {
    return [registry, source].flatMap((it) => ('fault' in it ? [it.fault] : []));
  }
  return [
    ...(open ? namesOf(source.value) : supergraphFindings(source.value, registry.value)),
    ...subgraphFindings(source.value, registry.value, config),
  ];
}

/** The same where the registry's releases say it. */
async function releasedFindings(
  config: GatewayConfig,
  release: ReleaseConfig,
): Promise<readonly ConfigFinding[]> {
  const ways = attempt('registry', () => createOutgoing(config.outgoing));
  // Told under `authorities`.
  if ('fault' in ways) return [];
  const { findings, read } = await releaseFindings(config, release, ways.value.toRegistry);
  return [...findings, ...(read === null ? [] : subgraphFindings(read.source, read.registry, config))];
}

function subgraphFindings(
  source: SupergraphSource,
  registry: readonly RegistryEntry[],
  config: GatewayConfig,
): readonly ConfigFinding[] {
  const targets = attempt('supergraph', () => subgraphTargets(source, registry, config));
  return [
    ...('fault' in targets
      ? [targets.fault]
      : [...addressFindings(targets.value, config), ...keyFindings(targets.value, registry, config)]),
    ...unusedAddresses(source, config).map((name) =>
      configWarning('addresses', `${name} names no subgraph of the supergraph.`),
    ),
  ];
}

function namesOf({ file, subgraphs }: SupergraphSource): readonly ConfigFinding[] {
  return [configOk('supergraph', `${file}: ${subgraphs.map(({ name }) => name).join(', ')}`)];
}

/** Calls are signed, not encrypted: an address beyond this machine wants TLS. */
function addressFindings(
  targets: readonly SubgraphTarget[],
  { profile }: GatewayConfig,
): readonly ConfigFinding[] {
  return targets.map(({ name, url }) => {
    const plain = profile === 'production' && url.protocol === 'http:' && !isLoopbackHost(url.hostname);
    return plain
      ? configFault('addresses', `${name} is called at ${url.origin} without TLS: give it an https address.`)
      : configOk('addresses', `${name} at ${url.origin}`);
  });
}

function keyFindings(
  targets: readonly SubgraphTarget[],
  registry: readonly RegistryEntry[],
  config: GatewayConfig,
): readonly ConfigFinding[] {
  if (config.profile === 'open') return [];
  const file = config.callKeyFile === null ? null : fileFault(config.callKeyFile, 'secret');
  if (file !== null) return [configFault('call keys', file)];
  // As in production: a key that is missing is a fault, whatever a developer may get away with.
  const strict = { ...config, profile: 'production' as const };
  const signers = attempt('call keys', () => signersFor(targets, registry, strict, createLogger('silent')));
  return 'fault' in signers
    ? [signers.fault]
    : [configOk('call keys', `calls to ${[...signers.value.keys()].join(', ')} can be signed`)];
}

async function issuerFindings({ identity, outgoing }: GatewayConfig): Promise<readonly ConfigFinding[]> {
  if (identity === null) return [];
  const ways = attempt('issuer keys', () => createOutgoing(outgoing));
  // Told under `authorities`.
  if ('fault' in ways) return [];
  try {
    const { keys } = await readKeys(identity.jwks, ways.value.toIssuer);
    return [configOk('issuer keys', `${String(keys.length)} of ${identity.issuer}`)];
  } catch (error) {
    return [
      configFault(
        'issuer keys',
        `${identity.jwks.origin === 'null' ? '' : identity.jwks.origin}${identity.jwks.pathname} cannot be read as ` +
          `public keys (${reasonOf(error)}): check MODELLREGION_JWKS and the way to it.`,
      ),
    ];
  }
}

/** Without user and password. */
function proxyFindings({ outgoing, subgraphProxies }: GatewayConfig): readonly ConfigFinding[] {
  const { httpProxy, httpsProxy, noProxy } = outgoing;
  const past = noProxy === '' ? 'nothing goes past it' : `not for ${noProxy}`;
  return [
    ...(httpsProxy === null ? [] : [configOk('proxy', `https through ${httpsProxy.host}, ${past}`)]),
    ...(httpProxy === null ? [] : [configOk('proxy', `http through ${httpProxy.host}, ${past}`)]),
    ...[...subgraphProxies].map(([name, proxy]) =>
      configOk('proxy', `${name} ${proxy === 'direct' ? 'directly' : `through ${proxy.host}`}`),
    ),
  ];
}
