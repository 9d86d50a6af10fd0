import { OperatorError } from '../database/index.js';
import { settingValue } from '../read-environment.js';
import type { Environment } from './state-folder.js';

/** A variable that is set but empty counts as absent, as composition files tend to leave them. */
export function valueOf(env: Environment, name: string): string | null {
  const value = env[name];
  return value === undefined || value === '' ? null : value;
}

/** `MODELLREGION_MOBILITY_PORT`: the variable of one process of the region. */
export function settingOf(name: string, what: 'PORT' | 'DATABASE_URL'): string {
  return `MODELLREGION_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_${what}`;
}

/** The gateway's port has a shorter name, being the region's own. */
export const GATEWAY_PORT_SETTING = 'MODELLREGION_PORT';

/**
 * A variable, or the content of the file that `<name>_FILE` names.
 *
 * @throws OperatorError when that file cannot be read
 */
export function secretOf(env: Environment, name: string): string | null {
  const found = settingValue(name, env);
  if ('fault' in found)
    throw new OperatorError(`${found.fault}: correct the path, or give yourself the right.`);
  return found.value ?? null;
}

/** A database of the operator's own for one subgraph; null: the embedded one. */
export function ownDatabaseUrl(env: Environment, subgraph: string): string | null {
  return secretOf(env, settingOf(subgraph, 'DATABASE_URL'));
}

/** A process knows its own database alone; the rest is set by us: all of a region speaks plain HTTP on loopback. */
const NOT_INHERITED = /DATABASE_URL(_FILE)?$|^(PORT|HOST)$|^MODELLREGION_TLS_(CERT|KEY)_FILE$/;

/** What a process of the region inherits of our environment. */
export function inheritedEnvironment(env: Environment): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !NOT_INHERITED.test(name)) passed[name] = value;
  }
  return passed;
}

/**
 * The proxy settings for gateway and registry of subgraphs that listen on this machine: the way to them never leads through a
 * proxy that the person at the terminal has set for the outside.
 */
export function withoutProxyToLoopback(env: Environment): Record<string, string> {
  const own = valueOf(env, 'no_proxy') ?? valueOf(env, 'NO_PROXY');
  const all = own === null ? '127.0.0.1' : `${own},127.0.0.1`;
  // Programs read either spelling, the small one first.
  return { NO_PROXY: all, no_proxy: all };
}
