import type { PublishedContract, PublishedField, PublishedType } from './published-contract.js';
import type { Target } from './target.js';

/** A key of an entity. */
export type Key = Readonly<Record<string, unknown>>;

/** Levels of objects below a root field that are looked into. */
const DEPTH = 3;
/** So many keys of a type are enough. */
const ENOUGH = 20;

const DAY_MS = 86_400_000;

/**
 * Keys of entities that exist, as the subgraph's own root fields show them: each field whose arguments can be
 * guessed is asked once, and what comes back is looked through. What is not found this way has to be written down.
 *
 * @param ags a municipality to ask about
 */
export async function findKeys(
  target: Target,
  contract: PublishedContract,
  ags: string,
): Promise<ReadonlyMap<string, readonly Key[]>> {
  const found = new Map<string, Map<string, Key>>();
  for (const field of contract.types.get('Query')?.fields.values() ?? []) {
    const question = questionFor(field, contract, ags);
    if (question === null) continue;
    const type = contract.types.get(field.type);
    const caller = {
      ...contract.insider(type),
      ...(field.purposes[0] === undefined ? {} : { purpose: field.purposes[0] }),
    };
    const { answer } = await target.ask({ query: `{ ${question} }`, caller });
    collect(answer.data, contract, found);
  }
  return new Map([...found].map(([type, keys]) => [type, [...keys.values()]]));
}

function questionFor(field: PublishedField, contract: PublishedContract, ags: string): string | null {
  const args = argumentsFor(field, ags);
  const type = contract.types.get(field.type);
  if (args === null || type === undefined) return null;
  const selection = selectionOf(type, contract, ags, DEPTH);
  return `${field.name}${args} ${selection}`;
}

function selectionOf(type: PublishedType, contract: PublishedContract, ags: string, depth: number): string {
  const own = type.keys.flatMap((key) => (key.includes('{') ? [] : key.split(/\s+/).filter(Boolean)));
  const below = [...type.fields.values()].flatMap((field) => {
    const inner = contract.types.get(field.type);
    const args = argumentsFor(field, ags);
    if (inner === undefined || args === null || depth === 0) return [];
    return [`${field.name}${args} ${selectionOf(inner, contract, ags, depth - 1)}`];
  });
  return `{ __typename ${[...new Set(own)].join(' ')} ${below.join(' ')} }`;
}

/** Arguments of a field as text; null when one is needed that nobody can guess. */
function argumentsFor(field: PublishedField, ags: string): string | null {
  const given: string[] = [];
  for (const { name, type, required } of field.arguments) {
    const value = guess(name, type, ags, required);
    if (value === undefined && required) return null;
    if (value !== undefined) given.push(`${name}: ${value}`);
  }
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

function guess(name: string, type: string, ags: string, required: boolean): string | undefined {
  if (name === 'first') return '5';
  if (!required) return undefined;
  if (name === 'ags') return JSON.stringify(ags);
  if (name === 'year') return String(new Date().getUTCFullYear() - 1);
  const days = { from: -1, to: 60 }[name];
  if (days === undefined) return undefined;
  const instant = new Date(Date.now() + days * DAY_MS).toISOString();
  return JSON.stringify(type === 'Date' ? instant.slice(0, 10) : `${instant.slice(0, 13)}:00:00Z`);
}

/** Goes through an answer and keeps the key of every entity in it. */
function collect(value: unknown, contract: PublishedContract, found: Map<string, Map<string, Key>>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, contract, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const row = value as Record<string, unknown>;
  const type = typeof row['__typename'] === 'string' ? contract.types.get(row['__typename']) : undefined;
  for (const fields of type?.keys ?? []) {
    const names = fields.split(/\s+/).filter(Boolean);
    if (type === undefined || fields.includes('{') || names.some((name) => row[name] == null)) continue;
    const key = Object.fromEntries(names.map((name) => [name, row[name]]));
    const keys = found.get(type.name) ?? new Map<string, Key>();
    if (keys.size < ENOUGH) keys.set(JSON.stringify(key), key);
    found.set(type.name, keys);
  }
  for (const inner of Object.values(row)) collect(inner, contract, found);
}
