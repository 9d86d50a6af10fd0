import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { errorCode, OperatorError } from '../database/operator-error.js';
import {
  copyIn,
  countRows,
  END_OF_TABLE,
  HEADER,
  headerShape,
  MANIFEST,
  manifestShape,
  SUM,
  type BackupHeader,
  type BackupManifest,
  type BackupTable,
} from './backup-format.js';

/** The file is no backup, or not the one that was written. Nothing has been changed because of it. */
export class DamagedBackup extends OperatorError {
  constructor(file: string, what: string) {
    super(`${file} is damaged or no backup (${what}): use another one. Nothing was changed.`);
  }
}

/** A header is a few kilobytes; this is the end of any reasonable one. */
const LONGEST_LINE = 16_000_000;

/** Reads a backup from its beginning to its end, once, a piece at a time. */
export class BackupReader {
  readonly #file: string;
  readonly #pieces: AsyncIterator<Buffer>;
  readonly #close: () => void;
  readonly #sum = createHash('sha256');
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    const source = createReadStream(file);
    const text = createGunzip();
    source.on('error', (error) => text.destroy(error));
    this.#file = file;
    this.#pieces = (source.pipe(text) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    this.#close = () => {
      source.destroy();
      text.destroy();
    };
  }

  /** @throws DamagedBackup */
  async header(): Promise<BackupHeader> {
    return headerShape.parse(await this.#json(HEADER));
  }

  /**
   * The rows of a table, in pieces of whole lines.
   *
   * @throws DamagedBackup when another table stands here or the file ends
   */
  async *rows(table: BackupTable): AsyncGenerator<Buffer> {
    if ((await this.#line()) !== copyIn(table)) throw this.damaged(`the rows of ${table.name} are not there`);
    for (;;) {
      const end = endOfTable(this.#rest);
      if (end >= 0) {
        yield* this.#take(end);
        this.#sum.update(this.#rest.subarray(0, END_OF_TABLE.length));
        this.#rest = this.#rest.subarray(END_OF_TABLE.length);
        return;
      }
      // The last line may be the beginning of the end mark.
      yield* this.#take(this.#rest.lastIndexOf(10) + 1);
      await this.#more();
    }
  }

  /** @throws DamagedBackup also when the sum over the whole file is another one */
  async end(): Promise<BackupManifest> {
    const manifest = manifestShape.parse(await this.#json(MANIFEST));
    const sum = this.#sum.copy().digest('hex');
    if ((await this.#line()) !== `${SUM}${sum}`) throw this.damaged('its checksum is another one');
    return manifest;
  }

  close(): void {
    this.#close();
  }

  damaged(what: string): DamagedBackup {
    return new DamagedBackup(this.#file, what);
  }

  *#take(length: number): Generator<Buffer> {
    if (length === 0) return;
    const piece = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    this.#sum.update(piece);
    yield piece;
  }

  async #json(prefix: string): Promise<unknown> {
    const line = await this.#line();
    if (!line.startsWith(prefix)) throw this.damaged(`it does not say "${prefix.trim()}" where it should`);
    try {
      return JSON.parse(line.slice(prefix.length));
    } catch {
      throw this.damaged('what it says about itself cannot be read');
    }
  }

  async #line(): Promise<string> {
    let end = this.#rest.indexOf(10);
    while (end < 0) {
      if (this.#rest.length > LONGEST_LINE) throw this.damaged('a line has no end');
      await this.#more();
      end = this.#rest.indexOf(10);
    }
    const line = this.#rest.toString('utf8', 0, end);
    if (!line.startsWith(SUM)) this.#sum.update(this.#rest.subarray(0, end + 1));
    this.#rest = this.#rest.subarray(end + 1);
    return line;
  }

  async #more(): Promise<void> {
    let next;
    try {
      next = await this.#pieces.next();
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ENOENT') throw new OperatorError(`${this.#file} does not exist.`);
      if (code === 'EACCES' || code === 'EISDIR')
        throw new OperatorError(`${this.#file} cannot be read (${code}).`);
      throw this.damaged(code ?? 'it is no gzip');
    }
    if (next.done === true) throw this.damaged('it ends too early');
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
  }
}

/** A backup that was read to its end and found whole. */
export interface VerifiedBackup {
  readonly header: BackupHeader;
  readonly manifest: BackupManifest;
}

/**
 * Reads a whole backup without using it.
 *
 * @param accept looks at the header first and throws if the backup is not wanted, before the long part
 * @throws DamagedBackup
 */
export async function verifyBackup(
  file: string,
  accept: (header: BackupHeader) => void,
): Promise<VerifiedBackup> {
  const reader = new BackupReader(file);
  try {
    const header = await reader.header();
    accept(header);
    const tables: { name: string; rows: number; sha256: string }[] = [];
    for (const table of header.tables) {
      const hash = createHash('sha256');
      let rows = 0;
      for await (const piece of reader.rows(table)) {
        hash.update(piece);
        rows += countRows(piece);
      }
      tables.push({ name: table.name, rows, sha256: hash.digest('hex') });
    }
    const manifest = await reader.end();
    if (JSON.stringify(manifest.tables) !== JSON.stringify(tables)) {
      throw reader.damaged('a table is not as it was written');
    }
    return { header, manifest };
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw reader.damaged('what it says about itself is not complete');
  } finally {
    reader.close();
  }
}

/** Where the end mark of a table begins, a whole line by itself; -1 when it is not here. */
function endOfTable(text: Buffer): number {
  if (text.subarray(0, END_OF_TABLE.length).toString('latin1') === END_OF_TABLE) return 0;
  const found = text.indexOf(`\n${END_OF_TABLE}`, 0, 'latin1');
  return found < 0 ? -1 : found + 1;
}
