import { DATA_CLASSES, type Operator, type RegistryEntry } from '@modellregion/schema';
import type { SubgraphHealth } from '../upstream/health.js';
import { clockTime, plural, sinceText } from './wording.js';

/** One subgraph in words: the page prints these texts, its script replaces them, so both always agree. */
export interface ServiceView {
  readonly name: string;
  /** Entity types it answers for. */
  readonly owns: readonly string[];
  /** The kinds of data it holds, in words. */
  readonly data: readonly string[];
  readonly office: string;
  readonly email: string;
  readonly state: SubgraphHealth['state'];
  readonly stateText: string;
  /** Empty while unknown. */
  readonly since: string;
  /** Code of the last failed call while down, else empty. */
  readonly problem: string;
  readonly latency: string;
  readonly version: string;
}

/** A municipality, district or authority and all it runs. */
export interface OperatorView {
  readonly name: string;
  /** Its official key with the key's name. */
  readonly key: string;
  readonly services: readonly ServiceView[];
}

/** The state of the region at one moment. */
export interface RegionView {
  /** Changes only with a state, never with the clock: screen readers announce every change of it. */
  readonly summary: string;
  /** Time of day in the region. */
  readonly checkedAt: string;
  readonly operators: readonly OperatorView[];
}

const STATE_TEXT = { up: 'Up', down: 'Down', unknown: 'Not checked yet' } as const;

/** Puts registry and health together; operators stand in the registry's order, each once. */
export function regionView(
  registry: readonly RegistryEntry[],
  health: readonly SubgraphHealth[],
  now: Date,
): RegionView {
  const healthOf = new Map(health.map((one) => [one.name, one]));
  const operators = new Map<string, OperatorView & { services: ServiceView[] }>();
  for (const entry of registry) {
    const service = serviceView(entry, healthOf.get(entry.name), now);
    const { name } = entry.operator;
    const known = operators.get(name);
    if (known === undefined) operators.set(name, { name, key: keyText(entry.operator), services: [service] });
    else known.services.push(service);
  }
  const all = [...operators.values()];
  return { summary: summaryOf(all), checkedAt: clockTime(now), operators: all };
}

function keyText({ ags, districtKey }: Operator): string {
  return ags === undefined ? `district key ${districtKey ?? ''}` : `municipality key (AGS) ${ags}`;
}

function serviceView(entry: RegistryEntry, health: SubgraphHealth | undefined, now: Date): ServiceView {
  const state = health?.state ?? 'unknown';
  const latencyMs = state === 'up' ? (health?.latencyMs ?? null) : null;
  return {
    name: entry.name,
    owns: entry.owns,
    data: entry.dataClasses.map((one) => DATA_CLASSES[one]),
    ...entry.operator.contact,
    state,
    stateText: STATE_TEXT[state],
    since: sinceText(health?.since ?? null, now),
    problem: state === 'down' ? (health?.lastErrorCode ?? '') : '',
    latency: latencyMs === null ? '–' : `${Math.max(1, Math.round(latencyMs))} ms`,
    version: health?.version ?? '–',
  };
}

function summaryOf(operators: readonly OperatorView[]): string {
  const services = operators.flatMap(({ name, services: run }) =>
    run.map((one) => ({ ...one, operator: name })),
  );
  if (services.length === 0) return 'No service has joined the region yet.';
  const up = services.filter(({ state }) => state === 'up').length;
  const down = services.filter(({ state }) => state === 'down');
  const text = `${up} of ${plural(services.length, 'service')} up.`;
  if (down.length === 0) return text;
  return `${text} Down: ${down.map(({ name, operator }) => `${name} (${operator})`).join(', ')}.`;
}
