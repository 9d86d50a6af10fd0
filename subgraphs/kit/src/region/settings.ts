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

/** A database of the operator's own for one subgraph; null: the embedded one. */
export function ownDatabaseUrl(env: Environment, subgraph: string): string | null {
  return valueOf(env, settingOf(subgraph, 'DATABASE_URL'));
}

/**
 * What a process of the region inherits: our environment without anybody's database URL (a process knows its own
 * alone) and without what we set ourselves.
 */
export function inheritedEnvironment(env: Environment): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || /DATABASE_URL(_FILE)?$/.test(name) || name === 'PORT' || name === 'HOST')
      continue;
    passed[name] = value;
  }
  return passed;
}
