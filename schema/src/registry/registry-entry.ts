import type { PublicCallKey } from '../contract/call-keys.js';
import type { DataClass } from './data-classes.js';
import type { DataTheme } from './data-themes.js';

/** Who answers for a subgraph. Exactly one of `ags` and `districtKey` is there. */
export interface Operator {
  /** As people say it: `Stadt Delbrück`, `Kreis Paderborn`. */
  readonly name: string;
  /** Amtlicher Gemeindeschlüssel of a municipality, 8 digits. */
  readonly ags?: string;
  /** Kreisschlüssel of a district, 5 digits. */
  readonly districtKey?: string;
  readonly contact: OperatorContact;
}

/** Whom to write to when the subgraph is down: an office, not a person. */
export interface OperatorContact {
  readonly office: string;
  readonly email: string;
}

/** One subgraph of the region as `schema/registry/<name>.yaml` states it; made by `loadRegistry` only. */
export interface RegistryEntry {
  /** Lower-case name; also the name of its folder, its package and of its file. */
  readonly name: string;
  readonly operator: Operator;
  /** Where the gateway reaches it; the environment of a gateway process may say otherwise. */
  readonly url: string;
  /** Path of its SDL, relative to the repository root. */
  readonly sdl: string;
  /** The same, absolute. */
  readonly sdlFile: string;
  readonly dataClasses: readonly DataClass[];
  /** What its open data is about, in the catalogue of open data; without it portals do not sort it. */
  readonly theme?: DataTheme;
  /** Entity types it answers for. An entity that nobody owns is foreign to everyone. */
  readonly owns: readonly string[];
  /** How long the gateway waits for an answer, in milliseconds. Default 3000. */
  readonly deadlineMs: number;
  /** Version of the contract that it is called by. One that states none is built with what calls it: the current one. */
  readonly contract?: number;
  /** Public call keys; a key directory may replace them. Empty when the directory alone states them. */
  readonly keys: readonly PublicCallKey[];
}

/** The operator in words for error texts: `Stadt Delbrück`. */
export function describeOperator(entry: RegistryEntry): string {
  return entry.operator.name;
}
