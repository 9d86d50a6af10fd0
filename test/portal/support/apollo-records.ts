import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';

type Records = Readonly<Record<string, unknown>>;

const keys = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'schema/key-fields.json'), 'utf8')) as Readonly<
  Record<string, readonly (readonly string[])[]>
>;

/** Places where an object of an entity type was kept inside another, or one of another type as a record. */
export function misplacedObjects(records: Records): readonly string[] {
  const misplaced: string[] = [];
  const walk = (value: unknown, path: string, isRecord: boolean): void => {
    if (typeof value !== 'object' || value === null) return;
    const type = (value as { __typename?: string }).__typename;
    if (type !== undefined && (keys[type] ?? []).length > 0 !== isRecord) misplaced.push(`${path}: ${type}`);
    for (const [name, inner] of Object.entries(value)) walk(inner, `${path}.${name}`, false);
  };
  for (const [id, record] of Object.entries(records)) {
    if (id === 'ROOT_QUERY') Object.values(record as object).forEach((it) => walk(it, id, false));
    else walk(record, id, true);
  }
  return misplaced;
}

/** Which types have records of their own, sorted. */
export function typesOfRecords(records: Records): string {
  const types = Object.keys(records).map((id) => id.split(':')[0] ?? '');
  return [...new Set(types)].sort().join(' ');
}

/** One record, its fields without their arguments. */
export function recordOf(records: Records, type: string, key: Readonly<Record<string, string>>): object {
  const record = records[`${type}:${JSON.stringify(key)}`];
  if (typeof record !== 'object' || record === null) throw new Error(`no ${type} ${JSON.stringify(key)}`);
  return Object.fromEntries<unknown>(
    Object.entries(record).map(([name, value]: [string, unknown]) => [name.replace(/[({].*$/s, ''), value]),
  );
}
