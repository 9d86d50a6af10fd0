import type { UrlPolicy } from '@modellregion/schema/release';
import type { Settings } from '../settings.js';

/** Where releases of the region come from and which of them are taken. */
export interface ReleaseConfig {
  readonly registry: URL;
  readonly region: string;
  /** File with the public keys whose releases are taken from the beginning. */
  readonly keysFile: string;
  readonly variant: string;
  /** Nothing before this release is taken. */
  readonly minSequence: number;
  /** Where subgraphs may be called. */
  readonly urls: UrlPolicy;
  /** Holds the last good release and reports that were not sent yet. */
  readonly folder: string;
  /** Null: nothing is reported. */
  readonly reporting: ReportingConfig | null;
}

/** What is told to the registry, and by whom. */
export interface ReportingConfig {
  /** Name of the member that this gateway is. */
  readonly gateway: string;
  /** File with its private Ed25519 keys. */
  readonly keyFile: string;
  /** Milliseconds between two batches of usage; 0: usage is not counted. */
  readonly usageMs: number;
}

/** Whether somebody is told what operations are used. */
export const tellsUsage = ({ release }: { readonly release: ReleaseConfig | null }): boolean =>
  release?.reporting != null && release.reporting.usageMs > 0;

/**
 * Reads what concerns releases; null: supergraphs come from a file.
 *
 * @param faulty settings that have a value which cannot be read, and was told of
 */
export function readReleaseConfig(
  values: Settings,
  faulty: ReadonlySet<string>,
  folder: string,
  faults: string[],
): ReleaseConfig | null {
  const registry = values.MODELLREGION_REGISTRY_URL;
  if (registry === undefined) {
    if (values.MODELLREGION_RELEASE_KEYS !== undefined) {
      faults.push(
        'MODELLREGION_RELEASE_KEYS says whose releases are taken, and no MODELLREGION_REGISTRY_URL where from: set both or none.',
      );
    }
    return null;
  }
  const { MODELLREGION_REGION: region, MODELLREGION_RELEASE_KEYS: keysFile } = values;
  const hosts = values.MODELLREGION_RELEASE_HOSTS ?? null;
  faults.push(...faultsOf(values, faulty, registry));
  if (region === undefined || keysFile === undefined) return null;
  return Object.freeze({
    registry,
    region,
    keysFile,
    variant: values.MODELLREGION_RELEASE_VARIANT,
    minSequence: values.MODELLREGION_RELEASE_MIN_SEQUENCE,
    urls: Object.freeze({ httpsOnly: values.MODELLREGION_PROFILE === 'production', hosts }),
    folder,
    reporting: readReporting(values),
  });
}

function faultsOf(values: Settings, faulty: ReadonlySet<string>, registry: URL): readonly string[] {
  const missing = (['MODELLREGION_REGION', 'MODELLREGION_RELEASE_KEYS'] as const).filter(
    (name) => values[name] === undefined && !faulty.has(name),
  );
  const production = values.MODELLREGION_PROFILE === 'production';
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(registry.hostname);
  const faults: string[] = [];
  if (missing.length > 0) {
    faults.push(`MODELLREGION_REGISTRY_URL is set: set ${missing.join(' and ')} as well.`);
  }
  if (values.MODELLREGION_SUPERGRAPH !== undefined) {
    faults.push(
      'The supergraph comes either from MODELLREGION_SUPERGRAPH or from MODELLREGION_REGISTRY_URL: set one of them.',
    );
  }
  if (production && registry.protocol !== 'https:' && !loopback) {
    faults.push('MODELLREGION_REGISTRY_URL must be an https URL.');
  }
  const anyHost =
    values.MODELLREGION_RELEASE_HOSTS === undefined && !faulty.has('MODELLREGION_RELEASE_HOSTS');
  if (production && anyHost) {
    faults.push(
      'MODELLREGION_RELEASE_HOSTS is not set: name the hosts at which subgraphs of a release may be called, such as *.paderborn.example.',
    );
  }
  if (
    (values.MODELLREGION_GATEWAY_NAME === undefined) !==
    (values.MODELLREGION_REPORT_KEY_FILE === undefined)
  ) {
    faults.push(
      'MODELLREGION_GATEWAY_NAME and MODELLREGION_REPORT_KEY_FILE belong together: set both or none.',
    );
  }
  return faults;
}

function readReporting(values: Settings): ReportingConfig | null {
  const { MODELLREGION_GATEWAY_NAME: gateway, MODELLREGION_REPORT_KEY_FILE: keyFile } = values;
  if (gateway === undefined || keyFile === undefined) return null;
  return Object.freeze({ gateway, keyFile, usageMs: values.MODELLREGION_USAGE_MS });
}
