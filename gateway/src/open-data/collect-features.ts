import { ClientError } from '../errors/client-error.js';
import { AnswerRefused, type Answer, type AnswerError, type Ask } from './ask.js';
import type { FeatureList } from './feature-lists.js';
import type { ListRequest } from './list-arguments.js';
import { listOperation, PAGE_SIZE, pathOf, type Page } from './list-query.js';

type Json = Readonly<Record<string, unknown>>;

/** A record as RFC 7946 has it. */
export interface Feature {
  readonly type: 'Feature';
  readonly id?: string;
  readonly geometry: { readonly type: 'Point'; readonly coordinates: readonly [lon: number, lat: number] };
  readonly properties: Json;
}

/** What was learnt of a collection besides its features. */
export interface Findings {
  /** Records without a place, which are no features. */
  withoutLocation: number;
  /** The data sets of the features, by what they say of themselves. */
  readonly sources: Map<string, Json>;
  /** Properties that somebody did not give for some features, and why. */
  readonly missing: Map<string, Json>;
  /** Where the rest begins; null at the end. */
  next: string | null;
}

/**
 * Reads a list, page by page as the reader takes them.
 *
 * @throws ClientError when a page cannot be had: half a list is never given for a whole one
 */
export async function* collectFeatures(
  list: FeatureList,
  request: ListRequest,
  ask: Ask,
  findings: Findings,
): AsyncGenerator<readonly Feature[], void, void> {
  let left = request.first;
  let after = request.after;
  do {
    const page: Page = list.paged ? { first: Math.min(PAGE_SIZE, left), after } : null;
    const read = readRecords(list, await ask(listOperation(list, request, page)), findings);
    left -= page?.first ?? left;
    findings.next = read.next;
    after = read.next;
    yield read.records.flatMap((record) => featureOf(list, record, request.source, findings) ?? []);
  } while (after !== null && left > 0);
}

export function noFindings(): Findings {
  return { withoutLocation: 0, sources: new Map(), missing: new Map(), next: null };
}

function readRecords(
  list: FeatureList,
  { data, errors }: Answer,
  findings: Findings,
): { readonly records: readonly unknown[]; readonly next: string | null } {
  const path = pathOf(list);
  for (const error of errors) {
    const property = propertyOf(error, path, list);
    if (property === null) throw new AnswerRefused(error);
    const { code, subgraph, operator } = error.extensions;
    findings.missing.set(property, { property, code, subgraph, operator });
  }
  const records = valueAt(data, path);
  if (!Array.isArray(records)) {
    throw new ClientError(
      404,
      'BAD_REQUEST',
      `There is nothing in /geojson/${list.path} for these arguments.`,
    );
  }
  return { records, next: list.paged ? nextOf(valueAt(data, [...path.slice(0, -1), 'pageInfo'])) : null };
}

/** A page that says there is more and not where would end the list before its end. */
function nextOf(pageInfo: unknown): string | null {
  if (valueAt(pageInfo, ['hasNextPage']) === false) return null;
  const cursor = valueAt(pageInfo, ['endCursor']);
  if (typeof cursor === 'string') return cursor;
  throw new ClientError(502, 'SUBGRAPH_INVALID_RESPONSE');
}

/** The property of one record that an error is about; null for one that takes more away: a record, its place, all. */
function propertyOf({ path }: AnswerError, records: readonly string[], list: FeatureList): string | null {
  const above = path?.slice(0, records.length).every((part, index) => part === records[index]) === true;
  const [index, field] = path?.slice(records.length) ?? [];
  if (!above || typeof index !== 'number' || typeof field !== 'string') return null;
  return field === 'location' || list.key.includes(field) ? null : field;
}

function featureOf(
  { key, properties, sourced }: FeatureList,
  record: unknown,
  wanted: string | null,
  findings: Findings,
): Feature | null {
  if (wanted !== null && valueAt(record, ['source', 'title']) !== wanted) return null;
  const lat = valueAt(record, ['location', 'lat']);
  const lon = valueAt(record, ['location', 'lon']);
  if (!isDegrees(lat, 90) || !isDegrees(lon, 180)) {
    findings.withoutLocation += 1;
    return null;
  }
  if (sourced) noteSource(valueAt(record, ['source']), findings);
  const id = key.map((part) => String(valueAt(record, [part]))).join('/');
  return {
    type: 'Feature',
    ...(key.length === 0 ? {} : { id }),
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: Object.fromEntries(
      properties.flatMap(({ field, below }) =>
        below.length === 0
          ? [[field, valueAt(record, [field]) ?? null]]
          : below.map((part) => [`${field}.${part}`, valueAt(record, [field, part]) ?? null]),
      ),
    ),
  };
}

function noteSource(source: unknown, { sources }: Findings): void {
  if (isObject(source)) sources.set(JSON.stringify(source), source);
}

function isDegrees(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const part of path) {
    if (!isObject(at) || !Object.hasOwn(at, part)) return undefined;
    at = at[part];
  }
  return at;
}
