import { ImportFileError } from './import-error.js';

/** A quoted field may hold line breaks, but a record of more lines or characters has lost its closing quotation mark. */
const MOST_LINES = 100;
const MOST_CHARACTERS = 64 * 1024;
const LONGEST_LINE = 1024 * 1024;

/**
 * Takes records with misplaced quotation marks out of a CSV before it is parsed: a parser that meets one loses its
 * place, and swallows all records up to the next mark. Empty lines stand in their place, so that line numbers hold.
 *
 * @param misquoted told the line of each such record
 */
export async function* wellQuoted(
  text: AsyncIterable<Buffer>,
  options: { readonly delimiter: string; readonly name: string; readonly misquoted: (line: number) => void },
): AsyncGenerator<string> {
  const gate = new QuoteGate(options.delimiter, options.misquoted);
  let rest = '';
  for await (const piece of text) {
    const all = rest + piece.toString('utf8');
    const end = all.lastIndexOf('\n') + 1;
    rest = all.slice(end);
    if (rest.length > LONGEST_LINE) {
      throw new ImportFileError(`${options.name} has a line of more than 1 MB: it is no CSV.`);
    }
    if (end > 0) yield gate.pass(withLineFeeds(all.slice(0, end)));
  }
  const last = gate.end(withLineFeeds(rest));
  if (last !== '') yield last;
}

class QuoteGate {
  readonly #form: RegExp;
  readonly #misquoted: (line: number) => void;
  /** Lines of a record whose quotation is still open. */
  #open: string[] = [];
  /** Number of the last line that has passed or was taken out. */
  #line = 0;

  constructor(delimiter: string, misquoted: (line: number) => void) {
    const field = `(?:"(?:[^"]|"")*"|[^"${delimiter}]*)`;
    this.#form = new RegExp(`^${field}(?:${delimiter}${field})*$`);
    this.#misquoted = misquoted;
  }

  /** @param lines each with its line feed */
  pass(lines: string): string {
    if (this.#open.length === 0 && !lines.includes('"')) {
      this.#line += countLines(lines);
      return lines;
    }
    return this.#take(lines.slice(0, -1).split('\n'));
  }

  /** @param last what stands behind the last line feed */
  end(last: string): string {
    let out = last === '' ? '' : this.#take([last]);
    while (this.#open.length > 0) out += this.#giveUp();
    return out;
  }

  #take(lines: readonly string[]): string {
    let out = '';
    for (const line of lines) {
      this.#open.push(line);
      const record = this.#open.length === 1 ? line : this.#open.join('\n');
      if (!hasOpenQuote(record)) out += this.#form.test(record) ? this.#accept(record) : this.#giveUp();
      else if (this.#open.length > MOST_LINES || record.length > MOST_CHARACTERS) out += this.#giveUp();
    }
    return out;
  }

  #accept(record: string): string {
    this.#line += this.#open.length;
    this.#open = [];
    return `${record}\n`;
  }

  /** The first line is the bad one; what follows may be good records of its own. */
  #giveUp(): string {
    const [, ...others] = this.#open;
    this.#open = [];
    this.#line += 1;
    this.#misquoted(this.#line);
    return `\n${this.#take(others)}`;
  }
}

function hasOpenQuote(text: string): boolean {
  let open = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) open = !open;
  return open;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** The parser would count a line that ends in CR LF twice here and there. */
function withLineFeeds(text: string): string {
  return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
}
