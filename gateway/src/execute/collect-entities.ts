/**
 * Hot file. Finds the objects that a request completes and writes the representations by which it asks for them.
 *
 * Invariant: objects with equal representations are asked for once; the text of a representation is its identity.
 * Guarded by the benchmark scenarios `join` and `list` (test/bench).
 */
import { Fault, type DataObject } from './fault.js';
import type { LinkedPart, LinkedRequired, Requirements } from './link-program.js';

/** Lists in lists deeper than this are no schema's; a hostile answer would fill the stack. */
export const MAX_LIST_DEPTH = 20;

/** The entities that one part of a request asks for. */
export interface Collected {
  /** Representations as they stand in the body, each once. */
  readonly representations: readonly string[];
  /** For each representation the objects it completes. */
  readonly targets: readonly (readonly DataObject[])[];
  /** For each place its entities, each once: what stands below one of them stands below all that are equal. */
  readonly firsts: readonly (readonly DataObject[])[];
  /** Objects that cannot be asked for, because what they are told by is a fault. */
  readonly faulty: readonly (readonly [target: DataObject, fault: Fault])[];
}

/** The objects at a path; lists are walked through, nulls and faults skipped. */
export function objectsAt(root: unknown, path: readonly string[]): readonly DataObject[] {
  const found: DataObject[] = [];
  walk(root, path, 0, 0, found);
  return found;
}

function walk(
  value: unknown,
  path: readonly string[],
  step: number,
  depth: number,
  found: DataObject[],
): void {
  if (value === null || typeof value !== 'object' || value instanceof Fault) return;
  if (Array.isArray(value)) {
    if (depth === MAX_LIST_DEPTH) return;
    for (const item of value) walk(item, path, step, depth + 1, found);
    return;
  }
  const object = value as DataObject;
  if (step === path.length) found.push(object);
  else walk(object[path[step] ?? ''], path, step + 1, 0, found);
}

/** @param objects by place */
export function collectEntities(
  objects: readonly (readonly DataObject[])[],
  { requires }: LinkedPart,
): Collected {
  const representations: string[] = [];
  const targets: DataObject[][] = [];
  const faulty: (readonly [DataObject, Fault])[] = [];
  const firsts: DataObject[][] = [];
  const byText = new Map<string, number>();
  /** Where one value tells objects of a type apart, its text need not be written to find it again. */
  const byKey = new Map<unknown, Map<unknown, number>>();
  /** By representation the last place that had it. */
  const lastPlace: number[] = [];
  for (const [place, list] of objects.entries()) {
    const first: DataObject[] = [];
    firsts.push(first);
    for (const object of list) {
      const typeName = object['__typename'];
      const fields = requires.of(typeof typeName === 'string' ? typeName : undefined);
      const key = fields.key === null ? undefined : object[fields.key];
      const simple = typeof key === 'string' || typeof key === 'number';
      let index = simple ? byKey.get(typeName)?.get(key) : undefined;
      if (index === undefined) {
        const text = representationOf(object, fields.list);
        if (text === null) continue;
        if (typeof text !== 'string') {
          faulty.push([object, text]);
          continue;
        }
        index = byText.get(text);
        if (index === undefined) {
          index = representations.push(text) - 1;
          byText.set(text, index);
          targets.push([]);
          lastPlace.push(-1);
        }
        if (simple) {
          const known = byKey.get(typeName) ?? new Map<unknown, number>();
          byKey.set(typeName, known.set(key, index));
        }
      }
      targets[index]?.push(object);
      if (lastPlace[index] === place) continue;
      lastPlace[index] = place;
      first.push(targets[index]?.[0] ?? object);
    }
  }
  return { representations, targets, firsts, faulty };
}

/** @returns null if the object is none of those asked for, or lacks what it would be told by */
function representationOf(object: DataObject, fields: readonly LinkedRequired[]): string | Fault | null {
  if (fields.length === 0) return null;
  let text = '';
  for (const field of fields) {
    const value = field.constant ?? valueText(object[field.from], field.under, 0);
    if (value === null || typeof value !== 'string') return value;
    text += text === '' ? field.name + value : `,${field.name}${value}`;
  }
  return `{${text}}`;
}

function nestedText(object: DataObject, requires: Requirements): string | Fault | null {
  const typeName = object['__typename'];
  return representationOf(object, requires.of(typeof typeName === 'string' ? typeName : undefined).list);
}

function valueText(value: unknown, under: Requirements | null, depth: number): string | Fault | null {
  if (value === null) return 'null';
  // What JSON does not have was inherited, not answered.
  if (value === undefined || typeof value === 'function') return null;
  if (value instanceof Fault) return value;
  if (under === null) return JSON.stringify(value);
  if (typeof value !== 'object' || depth === MAX_LIST_DEPTH) return null;
  if (!Array.isArray(value)) return nestedText(value as DataObject, under);
  let text = '[';
  for (let index = 0; index < value.length; index += 1) {
    const item = valueText(value[index], under, depth + 1);
    if (item === null || typeof item !== 'string') return item;
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}
