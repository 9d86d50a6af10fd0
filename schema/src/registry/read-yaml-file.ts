import { readFileSync } from 'node:fs';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { RegistryFault } from './registry-fault.js';

type Path = readonly PropertyKey[];

/** A file as read: what it says if that is valid, its faults, and where its fields stand. */
export interface YamlFile<T> {
  readonly file: string;
  /** Absent when the file cannot be understood. */
  readonly input?: T;
  readonly faults: readonly RegistryFault[];
  /** Makes a fault that points at a field of this file. */
  readonly faultAt: (path: Path, message: string) => RegistryFault;
}

/**
 * Reads a file of the region's configuration and validates it. Never throws: whatever is wrong is a fault with line and
 * column.
 *
 * @param absolute where it lies; @param file how faults call it; @param schema what it may say.
 */
export function readYamlFile<T>(absolute: string, file: string, schema: z.ZodType<T>): YamlFile<T> {
  const lines = new LineCounter();
  let text: string;
  try {
    text = readFileSync(absolute, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const faultAt = (path: Path, message: string) => makeFault(file, path, message, 0, lines);
    return { file, faults: [faultAt([], `cannot be read: ${reason}`)], faultAt };
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faultAt = (path: Path, message: string) =>
    makeFault(file, path, message, offsetOf(document, path), lines);
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) =>
      makeFault(file, [], `is no YAML: ${error.message}`, error.pos[0], lines),
    );
    return { file, faults, faultAt };
  }
  let content: unknown;
  try {
    // Configuration has no use for aliases, and a few of them can stand for gigabytes.
    content = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { file, faults: [faultAt([], 'has YAML aliases; write the values out')], faultAt };
  }
  const result = schema.safeParse(content);
  if (result.success) return { file, input: result.data, faults: [], faultAt };
  const faults = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) =>
          faultAt([...issue.path, key], 'is not known here; remove it or correct its spelling'),
        )
      : [faultAt(issue.path, issue.message)],
  );
  return { file, faults, faultAt };
}

function makeFault(
  file: string,
  path: Path,
  message: string,
  offset: number,
  lines: LineCounter,
): RegistryFault {
  const { line, col } = lines.linePos(offset);
  // An empty file has no line at all: linePos answers 0 there.
  return {
    file,
    line: Math.max(line, 1),
    column: Math.max(col, 1),
    field: path.map(String).join('.'),
    message,
  };
}

/** Where the key of a path stands, or the nearest thing above it that is there. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
    }
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return document.contents?.range?.[0] ?? 0;
}
