import { readFileSync } from 'node:fs';
import { Kind, parse, separateOperations, type DocumentNode } from 'graphql';
import { codeOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';

/** An operation as it is written. */
export interface WrittenOperation {
  readonly file: string;
  /** The file with other operations, and what only they use, blanked out: positions are those of the file. */
  readonly source: string;
}

/** @throws StartupError (exit code 2) if the file cannot be read or does not say which operation is meant */
export function readOperation(file: string, operationName: string | null): WrittenOperation {
  const source = readText(file);
  const document = parsed(source);
  // Where it is not GraphQL, who plans or executes says where.
  if (document === null) return { file, source };
  const names = document.definitions.flatMap((it) =>
    it.kind === Kind.OPERATION_DEFINITION ? [it.name?.value ?? ''] : [],
  );
  if (operationName === null && names.length < 2) return { file, source };
  const chosen = names.find((name) => name === operationName);
  if (chosen === undefined) {
    const what = operationName === null ? 'holds several operations' : `holds no operation ${operationName}`;
    const known = names.filter((name) => name !== '').join(', ');
    throw new StartupError(`${file} ${what}; choose one with --operation: ${known || 'none has a name'}.`, 2);
  }
  return { file, source: names.length < 2 ? source : alone(source, document, chosen) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartupError(`The file ${file} cannot be read (${codeOf(error) ?? 'unknown fault'}).`, 2);
  }
}

function parsed(source: string): DocumentNode | null {
  try {
    return parse(source);
  } catch {
    return null;
  }
}

function alone(source: string, document: DocumentNode, name: string): string {
  const kept = new Set(separateOperations(document)[name]?.definitions);
  let text = '';
  let end = 0;
  for (const definition of document.definitions) {
    const { loc } = definition;
    if (loc === undefined || kept.has(definition)) continue;
    text += source.slice(end, loc.start) + source.slice(loc.start, loc.end).replaceAll(/[^\n\r]/g, ' ');
    end = loc.end;
  }
  return text + source.slice(end);
}
