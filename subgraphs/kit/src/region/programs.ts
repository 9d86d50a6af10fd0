import { join } from 'node:path';
import { GATEWAY_NODE_FLAGS, PORTAL_QUERIES_FILE } from '@modellregion/schema';
import { GATEWAY, keyFiles, REGISTRY } from './keys.js';
import type { Program } from './program.js';
import { titleOf, type PlannedRegistry, type PlannedSubgraph, type RegionPlan } from './region-plan.js';
import { GATEWAY_PORT_SETTING, inheritedEnvironment, settingOf, withoutProxyToLoopback } from './settings.js';
import { signingKeyFiles } from './signing-keys.js';
import type { Environment } from './state-folder.js';

/** The process of a subgraph: its own database, its own keys, and no one else's. */
export function subgraphProgram(
  planned: PlannedSubgraph,
  port: number,
  databaseUrl: string,
  state: string,
  env: Environment,
  { seed, data }: { readonly seed: string; readonly data: string | null },
): Program {
  const { name } = planned.entry;
  return {
    name,
    title: titleOf(planned.entry),
    command: [
      planned.main,
      'serve',
      '--migrate',
      ...(data === null ? [] : ['--import', data]),
      '--seed',
      seed,
    ],
    env: subgraphEnvironment(name, port, databaseUrl, state, env),
    port,
    portSetting: settingOf(name, 'PORT'),
    logFile: join(state, 'logs', `${name}.log`),
  };
}

/** Environment of a subgraph's main in the developer profile. */
export function subgraphEnvironment(
  name: string,
  port: number,
  databaseUrl: string,
  state: string,
  env: Environment,
): Record<string, string> {
  const keys = keyFiles(state);
  return {
    ...inheritedEnvironment(env),
    MODELLREGION_STATE: state,
    MODELLREGION_PROFILE: 'developer',
    MODELLREGION_KEY_DIRECTORY: keys.directory,
    MODELLREGION_CALL_KEY_FILE: keys.callKeys(name),
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
}

/** The process of the gateway. It is told where each subgraph listens, whatever the registry says. */
export function gatewayProgram(
  plan: RegionPlan,
  subgraphPorts: ReadonlyMap<string, number>,
  state: string,
  env: Environment,
  registryPort: number,
): Program {
  const keys = keyFiles(state);
  return {
    name: GATEWAY,
    title: 'the gateway',
    command: [...GATEWAY_NODE_FLAGS, plan.gateway.main, '--profile', 'developer'],
    env: {
      ...inheritedEnvironment(env),
      ...withoutProxyToLoopback(env),
      ...addressSettings(subgraphPorts),
      MODELLREGION_STATE: state,
      MODELLREGION_PROFILE: 'developer',
      MODELLREGION_KEY_DIRECTORY: keys.directory,
      MODELLREGION_CALL_KEY_FILE: keys.callKeys(GATEWAY),
      ...(plan.registry === null ? {} : releaseSettings(plan.registry, registryPort, state)),
      HOST: '127.0.0.1',
      PORT: String(plan.gateway.port),
    },
    port: plan.gateway.port,
    portSetting: GATEWAY_PORT_SETTING,
    logFile: join(state, 'logs', `${GATEWAY}.log`),
  };
}

/** Tells where each subgraph listens. */
function addressSettings(subgraphPorts: ReadonlyMap<string, number>): Record<string, string> {
  return Object.fromEntries(
    [...subgraphPorts].map(([name, port]) => [
      `MODELLREGION_SUBGRAPH_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_URL`,
      `http://127.0.0.1:${String(port)}/graphql`,
    ]),
  );
}

/** What tells a gateway to serve the releases of this region's registry, and to report to it. */
function releaseSettings(
  { region, gatewayMember }: PlannedRegistry,
  port: number,
  state: string,
): Record<string, string> {
  const keys = signingKeyFiles(state);
  return {
    MODELLREGION_REGISTRY_URL: `http://127.0.0.1:${String(port)}`,
    MODELLREGION_REGION: region,
    MODELLREGION_RELEASE_KEYS: keys.releasePublic,
    MODELLREGION_GATEWAY_NAME: gatewayMember,
    MODELLREGION_REPORT_KEY_FILE: keys.member(gatewayMember),
  };
}

/**
 * The process of the registry: founds the region of this clone, and publishes what has changed in it. It asks subgraphs
 * where they listen here, whatever port their addresses name.
 */
export function registryProgram(
  { main }: PlannedRegistry,
  port: number,
  databaseUrl: string,
  state: string,
  env: Environment,
  subgraphPorts: ReadonlyMap<string, number>,
): Program {
  return {
    name: REGISTRY,
    title: 'the registry',
    command: [main, 'serve', '--migrate', '--development'],
    env: { ...registryEnvironment(port, databaseUrl, state, env), ...addressSettings(subgraphPorts) },
    port,
    portSetting: settingOf(REGISTRY, 'PORT'),
    logFile: join(state, 'logs', `${REGISTRY}.log`),
  };
}

/** Environment of the registry's main in the developer profile. */
export function registryEnvironment(
  port: number,
  databaseUrl: string,
  state: string,
  env: Environment,
): Record<string, string> {
  return {
    ...inheritedEnvironment(env),
    ...withoutProxyToLoopback(env),
    MODELLREGION_STATE: state,
    MODELLREGION_PROFILE: 'developer',
    MODELLREGION_KEY_DIRECTORY: keyFiles(state).directory,
    MODELLREGION_RELEASE_KEY_FILE: signingKeyFiles(state).release,
    MODELLREGION_PORTAL_QUERIES: PORTAL_QUERIES_FILE,
    MODELLREGION_CALL_KEY_FILE: keyFiles(state).callKeys(REGISTRY),
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
}
