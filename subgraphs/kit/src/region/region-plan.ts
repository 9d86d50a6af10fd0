import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { REPOSITORY_ROOT, type RegionFile, type RegistryEntry } from '@modellregion/schema';
import { OperatorError } from '../database/index.js';
import { REGISTRY } from './keys.js';
import { GATEWAY_PORT_SETTING, settingOf, valueOf } from './settings.js';
import { membersOf } from './signing-keys.js';
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
  /** Null: the gateway takes the supergraph from its file. */
  readonly registry: PlannedRegistry | null;
}

/** The registry of this region, which releases what the gateway serves. */
export interface PlannedRegistry {
  /** Absolute path of its main. */
  readonly main: string;
  /** 0: any free one. */
  readonly port: number;
  /** Short name of the region. */
  readonly region: string;
  /** Who reports what is served and used. */
  readonly gatewayMember: string;
  /** Everybody who signs. */
  readonly members: readonly string[];
}

export interface PlanOptions {
  readonly registry: readonly RegionEntry[];
  readonly env: Environment;
  /** `--port`; null: MODELLREGION_PORT, else 4000. */
  readonly gatewayPort: number | null;
  /** Names of subgraphs that somebody starts alone beside the region; {@link REGISTRY}: no registry. */
  readonly without: readonly string[];
  /** The region's file; null: there is none, and so no registry. */
  readonly region: RegionFile | null;
}

const DEFAULT_GATEWAY_PORT = 4000;
/** Where the registry listens unless a setting says otherwise. */
export const DEFAULT_REGISTRY_PORT = 4010;

/** @throws OperatorError for a package that is not built, a port that is none, an unknown name */
export function planRegion(options: PlanOptions): RegionPlan {
  const { registry, env, without } = options;
  refuseUnknown(without, [...registry.map(({ name }) => name), REGISTRY]);
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
    registry: without.includes(REGISTRY) ? null : planRegistry(options),
  };
}

function planRegistry({ registry, region, env }: PlanOptions): PlannedRegistry | null {
  const main = mainOf(REGISTRY, join(REPOSITORY_ROOT, 'subgraphs', REGISTRY));
  if (main === null || region === null) return null;
  return {
    main,
    port: portOf(env, settingOf(REGISTRY, 'PORT'), DEFAULT_REGISTRY_PORT),
    region: region.name,
    gatewayMember: region.gateway.member,
    members: membersOf(region, registry),
  };
}

function refuseUnknown(without: readonly string[], known: readonly string[]): void {
  const unknown = without.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new OperatorError(`--without ${unknown}: the region has no such part; it has ${known.join(', ')}.`);
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
