import { JSONParser } from '@streamparser/json';
import { ImportFileError } from './import-error.js';
import type { RecordReader, SourceRecord } from './source-record.js';

const LONGEST_LINE = 1024 * 1024;

class JsonRecord implements SourceRecord {
  record = 0;
  line: number | null = null;
  readonly fault = null;
  #value: Readonly<Record<string, unknown>> = {};

  /** @returns false when the value is no object */
  take(value: unknown): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    this.#value = value as Readonly<Record<string, unknown>>;
    return true;
  }

  get(column: string): unknown {
    return Object.hasOwn(this.#value, column) ? this.#value[column] : undefined;
  }
}

/** Newline-delimited JSON: one object a line. A line that is none is a finding, and the rest goes on. */
export const ndjson: RecordReader = async function* (input) {
  const record = new JsonRecord();
  let number = 0;
  for await (const line of lines(input.text, input.name)) {
    number += 1;
    if (line.trim() === '') continue;
    record.record += 1;
    record.line = number;
    if (takeLine(record, line)) {
      yield record;
      continue;
    }
    input.unreadable();
    const reason = 'not a JSON object';
    input.findings.add({ level: 'rejected', line: number, record: record.record, column: null, reason });
  }
};

function takeLine(record: JsonRecord, line: string): boolean {
  try {
    return record.take(JSON.parse(line));
  } catch {
    return false;
  }
}

async function* lines(text: AsyncIterable<Buffer>, name: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const parts = (rest + piece.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
    if (rest.length > LONGEST_LINE) {
      throw new ImportFileError(`${name} has a line of more than 1 MB: it is not newline-delimited JSON.`);
    }
  }
  if (rest !== '') yield rest;
}

/**
 * The objects of an array in one JSON document, one after another.
 *
 * @param path of the items as JSONPath: `$.*` for a document that is the array, `$.features.*` for a member of it
 */
export function jsonItems(path: string): RecordReader {
  return async function* (input) {
    const record = new JsonRecord();
    const waiting: unknown[] = [];
    const parser = new JSONParser({ paths: [path], keepStack: false, stringBufferSize: 64 * 1024 });
    parser.onValue = ({ value }) => waiting.push(value);
    const faults: Error[] = [];
    parser.onError = (error) => faults.push(error);
    for await (const piece of input.text) {
      parser.write(piece);
      if (faults[0] !== undefined) throw notJson(input.name, faults[0]);
      for (const value of waiting.splice(0)) {
        record.record += 1;
        if (record.take(value)) {
          yield record;
          continue;
        }
        input.unreadable();
        const reason = 'not a JSON object';
        input.findings.add({ level: 'rejected', line: null, record: record.record, column: null, reason });
      }
    }
    if (!parser.isEnded) throw notJson(input.name, new Error('it ends too early'));
  };
}

/**
 * Members of a JSON document's top object by name, such as its version, whatever else the document holds: nothing of
 * the rest is kept.
 *
 * @throws ImportFileError when it is no JSON
 */
export async function jsonMembers(
  text: AsyncIterable<Buffer>,
  name: string,
  members: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  const parser = new JSONParser({ paths: members.map((it) => `$.${it}`), keepStack: false });
  parser.onValue = ({ key, value }) => {
    found[String(key)] = value;
  };
  const faults: Error[] = [];
  parser.onError = (error) => faults.push(error);
  for await (const piece of text) {
    parser.write(piece);
    if (faults[0] !== undefined) throw notJson(name, faults[0]);
  }
  if (!parser.isEnded) throw notJson(name, new Error('it ends too early'));
  return found;
}

function notJson(name: string, { message }: Error): ImportFileError {
  return new ImportFileError(`${name} is not JSON (${message.split('\n')[0] ?? ''}): fetch it again.`);
}
