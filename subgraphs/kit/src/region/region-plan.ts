import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { REPOSITORY_ROOT, type RegistryEntry } from '@modellregion/schema';
import { OperatorError } from '../database/index.js';
import { GATEWAY_PORT_SETTING, settingOf, valueOf } from './settings.js';
import type { Environment } from './state-folder.js';

/** What of a registry entry starting the region needs. */
export type RegionEntry = Pick<RegistryEntry, 'name' | 'url' | 'operator'>;

/** A subgraph that this region starts. */
export interface PlannedSubgraph {
  readonly entry: RegionEntry;
  /** Absolute path of its main. */
  readonly main: string;
  /** 0: any free one. */
  readonly port: number;
}

/** What is to be started, worked out before anything is. */
export interface RegionPlan {
  readonly subgraphs: readonly PlannedSubgraph[];
  /** In the registry, but not ours to start: another's program at its own URL. */
  readonly elsewhere: readonly RegionEntry[];
  readonly gateway: { readonly main: string; readonly port: number };
}

export interface PlanOptions {
  readonly registry: readonly RegionEntry[];
  readonly env: Environment;
  /** `--port`; null: MODELLREGION_PORT, else 4000. */
  readonly gatewayPort: number | null;
  /** Names of subgraphs that somebody starts alone beside the region. */
  readonly without: readonly string[];
}

const DEFAULT_GATEWAY_PORT = 4000;

/** @throws OperatorError for a package that is not built, a port that is none, an unknown name */
export function planRegion(options: PlanOptions): RegionPlan {
  const { registry, env, without } = options;
  const unknown = without.find((name) => !registry.some((entry) => entry.name === name));
  if (unknown !== undefined) {
    const known = registry.map((entry) => entry.name).join(', ');
    throw new OperatorError(`--without ${unknown}: the registry has no such subgraph; it has ${known}.`);
  }
  const found = registry
    .filter((entry) => !without.includes(entry.name))
    .map((entry) => ({ entry, main: mainOf(entry.name, join(REPOSITORY_ROOT, 'subgraphs', entry.name)) }));
  const gatewayMain = mainOf('gateway', join(REPOSITORY_ROOT, 'gateway'));
  if (gatewayMain === null)
    throw new OperatorError('This clone has no gateway/ folder: restore it from Git.');
  return {
    subgraphs: found.flatMap(({ entry, main }) =>
      main === null
        ? []
        : [{ entry, main, port: portOf(env, settingOf(entry.name, 'PORT'), registryPort(entry)) }],
    ),
    elsewhere: found.filter(({ main }) => main === null).map(({ entry }) => entry),
    gateway: {
      main: gatewayMain,
      port: options.gatewayPort ?? portOf(env, GATEWAY_PORT_SETTING, DEFAULT_GATEWAY_PORT),
    },
  };
}

/** `residents (Stadt Paderborn)`. */
export function titleOf(entry: RegionEntry): string {
  return `${entry.name} (${entry.operator.name})`;
}

/**
 * The main of a package of this clone, found by its name as npm links it.
 *
 * @returns null when the clone has no such package
 */
export function mainOf(name: string, folder: string): string | null {
  try {
    return createRequire(join(REPOSITORY_ROOT, 'package.json')).resolve(`@modellregion/${name}/main`);
  } catch {
    if (!existsSync(join(folder, 'package.json'))) return null;
    throw new OperatorError(
      `@modellregion/${name} is not built: run "npm install" and "npm run build" first.`,
    );
  }
}

/** The port the registry's URL names. */
export function registryPort(entry: RegionEntry): number {
  const { port, protocol } = new URL(entry.url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

function portOf(env: Environment, name: string, otherwise: number): number {
  const text = valueOf(env, name);
  return text === null ? otherwise : parsePort(text, name);
}

/** @throws OperatorError that names where the value came from */
export function parsePort(text: string, from: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new OperatorError(
    `${from} must be a port, a number from 0 (any free one) to 65535, and is "${text}".`,
  );
}
