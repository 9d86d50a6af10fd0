import { Fault, isDataObject, type DataObject } from './fault.js';
import type { LinkedContext, LinkedPart } from './link-program.js';
import { fill } from './read-answer.js';

/** Entities whose arguments from above (`@fromContext`) have the same values: they can be asked for together. */
export interface ContextGroup {
  /** Variable → its value as it stands in the body. */
  readonly variables: readonly (readonly [name: string, text: string])[];
  readonly objects: readonly DataObject[];
}

/** Puts the entities of a part together by the values that the objects above them give to its arguments. */
export function collectContextual(root: unknown, part: LinkedPart): readonly ContextGroup[] {
  const groups = new Map<string, { variables: (readonly [string, string])[]; objects: DataObject[] }>();
  for (const line of linesTo(root, part.places[0]?.path ?? [])) {
    const object = line.at(-1);
    if (object === undefined) continue;
    const values = part.contexts.map((context) => valueOf(context, line));
    const fault = values.find((value) => value instanceof Fault);
    if (fault instanceof Fault) {
      fill(object, part.reader, fault);
      continue;
    }
    const variables = part.contexts.flatMap(({ variable }, index) => {
      const value = values[index];
      return value === undefined ? [] : [[variable, JSON.stringify(value)] as const];
    });
    const key = JSON.stringify(variables);
    const group = groups.get(key) ?? { variables: [], objects: [] };
    group.variables = [...new Map([...group.variables, ...variables])];
    group.objects.push(object);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** For each object at the path the objects from the root down to it. */
function linesTo(root: unknown, path: readonly string[]): readonly (readonly DataObject[])[] {
  const lines: (readonly DataObject[])[] = [];
  const walk = (value: unknown, step: number, above: readonly DataObject[]): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, step, above);
    if (!isDataObject(value)) return;
    const line = [...above, value];
    if (step === path.length) lines.push(line);
    else walk(value[path[step] ?? ''], step + 1, line);
  };
  walk(root, 0, []);
  return lines;
}

function valueOf({ up, steps }: LinkedContext, line: readonly DataObject[]): unknown {
  let value: unknown = line[line.length - 1 - up];
  for (const { on, from } of steps) {
    if (!isDataObject(value)) return value;
    const typeName = value['__typename'];
    if (on !== null && typeof typeName === 'string' && !on.has(typeName)) return undefined;
    value = value[from];
  }
  return value;
}
