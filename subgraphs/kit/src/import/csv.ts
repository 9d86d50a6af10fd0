import { parse } from 'csv-parse/sync';
import { wellQuoted } from './csv-records.js';
import { ImportFileError } from './import-error.js';
import type { RecordReader, SourceRecord } from './source-record.js';

/**
 * Reads RFC 4180 CSV with a header line. A record with misplaced quotation marks is a finding, and the rest goes on.
 *
 * Whole records are parsed in pieces of some 100 kB: record by record through a stream would take twice as long.
 *
 * @throws ImportFileError for a file without a header
 */
export function csv({ delimiter }: { readonly delimiter: ',' | ';' | '\t' }): RecordReader {
  return async function* (input) {
    const pieces = wellQuoted(input.text, {
      delimiter,
      name: input.name,
      misquoted: (line) => {
        input.unreadable();
        const reason = 'a quotation mark where none may be, or one that is not closed';
        input.findings.add({ level: 'rejected', line, record: line - 1, column: null, reason });
      },
    });
    let record: CsvRecord | null = null;
    let line = 1;
    for await (const piece of pieces) {
      const quoted = piece.includes('"');
      for (const fields of parse(piece, { delimiter, record_delimiter: '\n', relax_column_count: true })) {
        const begins = line;
        line += 1 + (quoted ? lineFeeds(fields) : 0);
        // An empty line is no record.
        if (fields.length === 1 && fields[0] === '') continue;
        if (record === null) {
          record = new CsvRecord(fields);
          continue;
        }
        record.take(fields, begins);
        yield record;
      }
    }
    if (record === null) {
      throw new ImportFileError(`${input.name} is empty: its first line must name the columns.`);
    }
  };
}

function lineFeeds(fields: readonly string[]): number {
  return fields.reduce((sum, field) => sum + (field.includes('\n') ? field.split('\n').length - 1 : 0), 0);
}

class CsvRecord implements SourceRecord {
  record = 0;
  line = 1;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #width: number;
  #fields: readonly string[] = [];

  constructor(header: readonly string[]) {
    this.#columns = new Map(header.map((name, index) => [name.trim(), index]));
    this.#width = header.length;
  }

  take(fields: readonly string[], line: number): void {
    this.record += 1;
    this.line = line;
    this.#fields = fields;
  }

  /** A record with another number of fields than the header has shifted ones: nothing in it can be trusted. */
  get fault(): string | null {
    if (this.#fields.length === this.#width) return null;
    return `${this.#fields.length} fields where the header names ${this.#width}`;
  }

  get(column: string): unknown {
    const index = this.#columns.get(column);
    return index === undefined ? undefined : this.#fields[index];
  }
}
