import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { escapeIdentifier, type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyLine, type SeedRow } from '../synthetic/copy-rows.js';
import { printable, type Findings } from './findings.js';

/** A record on its way into the database, with its place in the file. */
export interface StagedRow {
  readonly line: number | null;
  readonly record: number;
  /** False: it was rejected, and stands here only so that the record it meant is not taken for withdrawn. */
  readonly ok: boolean;
  readonly values: SeedRow;
}

export interface StagedColumns {
  readonly name: string;
  /** Columns that have the types of another table's columns of the same name. */
  readonly like?: { readonly table: string; readonly columns: readonly string[] };
  /** Columns of one's own: SQL type by name. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** How records with a key in common become one. */
export interface Combination {
  /** The column they have in common. */
  readonly key: string;
  /** SQL of an order: the first record stays, and what is not combined is as it has it. Ties go by place in the file. */
  readonly first: string;
  /** What is combined: an SQL aggregate over the records, by column. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Why a record was rejected; and whether something has changed that belongs to it, though not its own row. */
const MARKS = 'NULL::text AS fault_column, NULL::text AS fault_reason, NULL::boolean AS touched';

/** So much text is sent in one piece. */
const PIECE = 64 * 1024;

/**
 * A temporary table with the records of one file, as they were read. What depends on more than one record, or on what
 * the database knows, is then said in SQL; a record that fails there gets `fault_column` and `fault_reason`.
 */
export class StagedTable {
  readonly name: string;
  readonly #client: Client;
  readonly #columns: readonly string[];

  private constructor(client: Client, name: string, columns: readonly string[]) {
    this.#client = client;
    this.name = name;
    this.#columns = columns;
  }

  /** Lives as long as the transaction. */
  static async create(client: Client, { name, like, extra = {} }: StagedColumns): Promise<StagedTable> {
    const columns = [
      ...Object.entries(extra).map(([column, type]) => `NULL::${type} AS ${escapeIdentifier(column)}`),
      ...(like?.columns ?? []).map(escapeIdentifier),
    ];
    await client.query(
      `CREATE TEMP TABLE ${name} ON COMMIT DROP AS
       SELECT NULL::integer AS line, NULL::integer AS record, NULL::boolean AS ok, ${MARKS}, ${columns.join(', ')}
         ${like === undefined ? '' : `FROM ${like.table}`} WITH NO DATA`,
    );
    return new StagedTable(client, name, [...(like?.columns ?? []), ...Object.keys(extra)]);
  }

  /**
   * Rows that follow from those of another staged table.
   *
   * @param columns what they hold
   * @param select SQL that gives `line`, `record`, `ok` and these columns
   */
  static async following(
    client: Client,
    { name, columns, select }: { name: string; columns: readonly string[]; select: string },
  ): Promise<StagedTable> {
    await client.query(
      `CREATE TEMP TABLE ${name} ON COMMIT DROP AS
       SELECT line, record, ok, ${MARKS}, ${columns.map(escapeIdentifier).join(', ')} FROM (${select}) AS following`,
    );
    await client.query(`ANALYZE ${name}`);
    return new StagedTable(client, name, columns);
  }

  /** @returns how many rows were written; backpressure of the database reaches the reader of the file */
  async write(rows: AsyncIterable<StagedRow>): Promise<number> {
    const own = this.#columns;
    const columns = ['line', 'record', 'ok', ...own];
    const target = `${this.name} (${columns.map(escapeIdentifier).join(', ')})`;
    let count = 0;
    const lines = async function* (): AsyncGenerator<string> {
      let piece = '';
      for await (const { line, record, ok, values } of rows) {
        count += 1;
        piece += `${line ?? '\\N'}\t${record}\t${ok ? 't' : 'f'}\t`;
        piece += copyLine(values, own);
        if (piece.length < PIECE) continue;
        yield piece;
        piece = '';
      }
      if (piece !== '') yield piece;
    };
    await pipeline(
      Readable.from(lines(), { objectMode: false }),
      this.#client.query(copyFrom(`COPY ${target} FROM STDIN`)),
    );
    await this.#client.query(`ANALYZE ${this.name}`);
    return count;
  }

  /**
   * Rejects the good records for which a condition holds.
   *
   * @param condition SQL over the columns of this table
   * @param reason SQL of a text
   */
  async reject(condition: string, column: string | null, reason: string): Promise<void> {
    await this.#client.query(
      `UPDATE ${this.name} SET ok = false, fault_column = $1, fault_reason = ${reason} WHERE ok AND (${condition})`,
      [column ?? ''],
    );
  }

  /**
   * Makes one record of the good ones that have a key in common.
   *
   * @returns how many records went into another one
   */
  async combine({ key, first, columns }: Combination): Promise<number> {
    const same = `staged.${escapeIdentifier(key)} = combined.${escapeIdentifier(key)}`;
    const names = Object.keys(columns).map(escapeIdentifier);
    const aggregates = Object.values(columns).map((sql, i) => `${sql} AS ${names[i] ?? ''}`);
    await this.#client.query(
      `UPDATE ${this.name} AS staged SET ${names.map((it) => `${it} = combined.${it}`).join(', ')}
         FROM (SELECT ${[escapeIdentifier(key), ...aggregates].join(', ')} FROM ${this.name}
                WHERE ok GROUP BY ${escapeIdentifier(key)} HAVING count(*) > 1) AS combined
        WHERE staged.ok AND ${same}`,
    );
    const { rowCount } = await this.#client.query(
      `DELETE FROM ${this.name} AS staged USING (
         SELECT ctid, row_number() OVER (PARTITION BY ${escapeIdentifier(key)} ORDER BY ${first}, record) AS place
           FROM ${this.name} WHERE ok) AS ranked
        WHERE ranked.ctid = staged.ctid AND ranked.place > 1`,
    );
    return rowCount ?? 0;
  }

  /**
   * Tells what {@link reject} has found, in order of the file.
   *
   * @returns how many records it was
   */
  async tellFaults(findings: Findings): Promise<number> {
    return this.#tell(
      'rejected',
      `SELECT line, record, fault_column, fault_reason FROM ${this.name}
                                   WHERE fault_reason IS NOT NULL ORDER BY record`,
      findings,
    );
  }

  /** Warns of records for which a condition holds; they come in all the same. */
  async warn(condition: string, column: string, reason: string, findings: Findings): Promise<number> {
    return this.#tell(
      'warning',
      `SELECT line, record, '${column}' AS fault_column, ${reason} AS fault_reason
                                   FROM ${this.name} WHERE ok AND (${condition}) ORDER BY record`,
      findings,
    );
  }

  /** How many records are good. */
  async good(): Promise<number> {
    const { rows } = await this.#client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${this.name} WHERE ok`,
    );
    return rows[0]?.n ?? 0;
  }

  async #tell(level: 'rejected' | 'warning', select: string, findings: Findings): Promise<number> {
    const cursor = `${this.name}_told`;
    let told = 0;
    await this.#client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${select}`);
    for (;;) {
      const { rows } = await this.#client.query<FaultRow>(`FETCH 1000 FROM ${cursor}`);
      if (rows.length === 0) break;
      told += rows.length;
      for (const { line, record, fault_column: column, fault_reason: reason } of rows) {
        findings.add({
          level,
          line,
          record,
          column: column === '' ? null : column,
          reason: printable(reason),
        });
      }
    }
    await this.#client.query(`CLOSE ${cursor}`);
    return told;
  }
}

interface FaultRow {
  readonly line: number | null;
  readonly record: number;
  readonly fault_column: string;
  readonly fault_reason: string;
}
