import { withProxyNames } from '@modellregion/schema';
import { hostsSetting } from '@modellregion/schema/release';
import { z } from 'zod';
import type { CliOptions } from './cli-options.js';

export const PROFILES = ['production', 'developer', 'open'] as const;
export type Profile = (typeof PROFILES)[number];

/** Who executes plans: our own engine, or Apollo's as the way back. */
export const EXECUTORS = ['modellregion', 'apollo'] as const;
export type Executor = (typeof EXECUTORS)[number];

const port = z
  .string()
  .refine(
    (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
    'must be a whole number from 0 to 65535',
  )
  .transform(Number);
const milliseconds = z
  .string()
  .refine((text) => /^\d{2,6}$/.test(text), 'must be milliseconds, a whole number from 10 to 999999')
  .transform(Number);
/** A name as the registry has them: of a region, a member, a variant. */
const registryName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and "-", a letter first');
const sequence = z
  .string()
  .refine((text) => /^[1-9]\d{0,14}$/.test(text), 'must be the number of a release')
  .transform(Number);
/** 0: never. */
const pollMs = z
  .string()
  .refine(
    (text) => /^(0|\d{2,6})$/.test(text),
    'must be milliseconds, a whole number from 10 to 999999, or 0 for never',
  )
  .transform(Number);
const megabytes = z
  .string()
  .refine((text) => /^\d{2,4}$/.test(text), 'must be megabytes, a whole number from 10 to 9999')
  .transform(Number);
const LABEL_SHARE = /^([A-Za-z][\w./:-]*)(?:=(\d{1,2}|100))?$/;
/** `label` or `label=percent`, separated by commas. */
const labelShares = z
  .string()
  .refine(
    (text) => text.split(',').every((it) => LABEL_SHARE.test(it.trim())),
    'must be labels of @override, separated by commas, each alone or with a share in percent such as new-register=25',
  )
  .transform(
    (text): ReadonlyMap<string, number> =>
      new Map(
        text.split(',').map((it) => {
          const [, label, percent] = LABEL_SHARE.exec(it.trim()) ?? [];
          return [label ?? '', Number(percent ?? 100)];
        }),
      ),
  );
const percent = z
  .string()
  .refine(
    (text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100,
    'must be a whole number from 1 to 100',
  )
  .transform(Number);
const count = z
  .string()
  .refine((text) => /^[1-9]\d{0,3}$/.test(text), 'must be a whole number from 1 to 9999')
  .transform(Number);
/** An address that the gateway can call. */
export const httpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'must be an http or https URL',
  )
  .transform((text) => new URL(text));

/** An address that others call us by: no query, nothing secret. */
const publicUrl = httpUrl.refine(
  ({ username, password, search, hash }) => `${username}${password}${search}${hash}` === '',
  'must be an address without user, query and fragment',
);
const contributor = z
  .string()
  .regex(
    /^http:\/\/dcat-ap\.de\/def\/contributors\/[\w-]{1,64}$/,
    'must be an entry of http://dcat-ap.de/def/contributors/',
  );

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const settings = z.object({
  MODELLREGION_PROFILE: z.enum(PROFILES, `must be one of ${PROFILES.join(', ')}`).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  MODELLREGION_SUPERGRAPH: z.string().optional(),
  MODELLREGION_SUPERGRAPH_POLL_MS: pollMs.default(1_000),
  MODELLREGION_REGISTRY_URL: publicUrl.optional(),
  MODELLREGION_REGION: registryName.optional(),
  MODELLREGION_RELEASE_KEYS: z.string().optional(),
  MODELLREGION_RELEASE_VARIANT: registryName.default('full'),
  MODELLREGION_RELEASE_MIN_SEQUENCE: sequence.default(1),
  MODELLREGION_RELEASE_HOSTS: hostsSetting.optional(),
  MODELLREGION_GATEWAY_NAME: registryName.optional(),
  MODELLREGION_REPORT_KEY_FILE: z.string().optional(),
  MODELLREGION_USAGE_MS: pollMs.default(60_000),
  MODELLREGION_STATE: z.string().optional(),
  MODELLREGION_DEADLINE_MS: milliseconds.default(3000),
  MODELLREGION_MAX_ANSWER_MB: megabytes.default(10),
  MODELLREGION_EXECUTOR: z.enum(EXECUTORS, `must be one of ${EXECUTORS.join(', ')}`).default('modellregion'),
  MODELLREGION_PLAN_BUDGET_MS: milliseconds.default(500),
  MODELLREGION_PLAN_HEAP_MB: megabytes.default(256),
  MODELLREGION_PLAN_CACHE_MB: megabytes.default(64),
  MODELLREGION_OVERRIDE_LABELS: labelShares.default(new Map()),
  MODELLREGION_METRICS_PORT: port.optional(),
  MODELLREGION_METRICS_HOST: z.string().default('127.0.0.1'),
  MODELLREGION_BREAKER: z.enum(['on', 'off'], 'must be on or off').default('on'),
  MODELLREGION_BREAKER_WINDOW_MS: milliseconds.default(10_000),
  MODELLREGION_BREAKER_MIN_CALLS: count.default(20),
  MODELLREGION_BREAKER_FAILURE_PERCENT: percent.default(50),
  MODELLREGION_BREAKER_SLOW_PERCENT: percent.default(80),
  MODELLREGION_BREAKER_SLOW_AFTER_PERCENT: percent.default(80),
  MODELLREGION_BREAKER_OPEN_MS: milliseconds.default(5_000),
  MODELLREGION_BREAKER_PROBES: count.default(3),
  MODELLREGION_KEY_DIRECTORY: z.string().optional(),
  MODELLREGION_CALL_KEY_FILE: z.string().optional(),
  MODELLREGION_JWT_ISSUER: z.string().optional(),
  MODELLREGION_JWT_AUDIENCE: z.string().optional(),
  MODELLREGION_JWT_CLIENTS: z.string().optional(),
  MODELLREGION_JWKS: z.string().optional(),
  MODELLREGION_TLS_CERT_FILE: z.string().optional(),
  MODELLREGION_TLS_KEY_FILE: z.string().optional(),
  MODELLREGION_CA_FILE: z.string().optional(),
  MODELLREGION_PUBLIC_URL: publicUrl.optional(),
  MODELLREGION_CATALOG_PUBLISHER: z.string().max(200).optional(),
  MODELLREGION_CATALOG_CONTRIBUTOR: contributor.optional(),
  HTTP_PROXY: httpUrl.optional(),
  HTTPS_PROXY: httpUrl.optional(),
  NO_PROXY: z.string().default(''),
});
export type Settings = z.infer<typeof settings>;

/** Every variable the gateway reads; the operator's page describes each. */
export const GATEWAY_SETTINGS: readonly string[] = Object.keys(settings.shape);

/**
 * Reads every value by itself, so that one fault does not hide the others: a faulty one is told and replaced by its
 * default.
 *
 * @param present variables that are set and not empty
 * @param cli arguments, which win
 */
export function readSettings(
  present: Readonly<Record<string, unknown>>,
  cli: CliOptions,
  faults: string[],
): { readonly values: Settings; readonly faulty: ReadonlySet<string> } {
  const given = { ...withProxyNames(present), ...ofCli(cli) };
  const parsed = settings.safeParse(given);
  if (parsed.success) return { values: parsed.data, faulty: new Set() };
  faults.push(...parsed.error.issues.map((issue) => `${label(issue.path, cli)} ${issue.message}.`));
  const faulty = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const right = Object.fromEntries(Object.entries(given).filter(([name]) => !faulty.has(name)));
  return { values: settings.parse(right), faulty };
}

function ofCli(cli: CliOptions): Record<string, string> {
  const given = {
    MODELLREGION_PROFILE: cli.profile,
    PORT: cli.port,
    HOST: cli.host,
    MODELLREGION_SUPERGRAPH: cli.supergraph,
    MODELLREGION_REGISTRY_URL: cli.registry,
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Where a value came from, as the person wrote it. */
function label(path: readonly PropertyKey[], cli: CliOptions): string {
  const name = String(path[0]);
  if (name === 'PORT' && cli.port !== undefined) return '--port';
  if (name === 'MODELLREGION_REGISTRY_URL' && cli.registry !== undefined) return '--registry';
  if (name === 'MODELLREGION_PROFILE' && cli.profile !== undefined) return '--profile';
  return name;
}
