import { Readable } from 'node:stream';
import { parse, type Info } from 'csv-parse';
import { wellQuoted } from './csv-records.js';
import { ImportFileError } from './import-error.js';
import type { RecordReader, SourceRecord } from './source-record.js';

/** What csv-parse gives with `info`. */
interface Parsed {
  readonly info: Info;
  readonly record: readonly string[];
}

/**
 * Reads RFC 4180 CSV with a header line. A record with misplaced quotation marks is a finding, and the rest goes on.
 *
 * @throws ImportFileError for a file without a header
 */
export function csv({ delimiter }: { readonly delimiter: ',' | ';' | '\t' }): RecordReader {
  return async function* (input) {
    const text = wellQuoted(input.text, {
      delimiter,
      name: input.name,
      misquoted: (line) => {
        input.unreadable();
        const reason = 'a quotation mark where none may be, or one that is not closed';
        input.findings.add({ level: 'rejected', line, record: line - 1, column: null, reason });
      },
    });
    const parser = parse({
      delimiter,
      // Said, not guessed from the first line, which may be the only one that ends in another way.
      record_delimiter: '\n',
      info: true,
      columns: false,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    const source = Readable.from(text, { objectMode: false });
    source.once('error', (error) => parser.destroy(error));
    source.pipe(parser);
    try {
      yield* records(parser as AsyncIterable<Parsed>, input.name);
    } finally {
      source.destroy();
      parser.destroy();
    }
  };
}

async function* records(parsed: AsyncIterable<Parsed>, name: string): AsyncGenerator<SourceRecord> {
  let record: CsvRecord | null = null;
  for await (const { info, record: fields } of parsed) {
    if (record === null) {
      record = new CsvRecord(fields);
      continue;
    }
    record.take(fields, info.lines);
    yield record;
  }
  if (record === null) throw new ImportFileError(`${name} is empty: its first line must name the columns.`);
}

class CsvRecord implements SourceRecord {
  record = 0;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #width: number;
  #fields: readonly string[] = [];
  #lines = 0;

  constructor(header: readonly string[]) {
    this.#columns = new Map(header.map((name, index) => [name.trim(), index]));
    this.#width = header.length;
  }

  take(fields: readonly string[], lines: number): void {
    this.record += 1;
    this.#fields = fields;
    this.#lines = lines;
  }

  /** The line it begins on: fields may hold line breaks. */
  get line(): number {
    return this.#fields.reduce((line, field) => line - (field.split('\n').length - 1), this.#lines);
  }

  /** A record with another number of fields than the header has shifted ones: nothing in it can be trusted. */
  get fault(): string | null {
    if (this.#fields.length === this.#width) return null;
    return `${String(this.#fields.length)} fields where the header names ${String(this.#width)}`;
  }

  get(column: string): unknown {
    const index = this.#columns.get(column);
    return index === undefined ? undefined : this.#fields[index];
  }
}
