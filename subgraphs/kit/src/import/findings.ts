/** Something about one record of a file that its owner should know. */
export interface Finding {
  /** `rejected`: the record was not taken over; `warning`: it was, but look at it. */
  readonly level: 'rejected' | 'warning';
  /** The file of a feed or archive in which it stands; left out when the imported file is one itself. */
  readonly member?: string;
  /** Line of the file from 1; null where the format has no lines (one JSON document). */
  readonly line: number | null;
  /** Place of the record in the file, from 1; 0 for what is about the file as a whole. */
  readonly record: number;
  /** Name of the column or member; null when it is about the whole record. */
  readonly column: string | null;
  readonly reason: string;
}

/** So many findings of a file are kept for the report; all of them go to the sink. */
const KEPT = 1_000;

/** The findings of one file, in bounded memory. */
export class Findings {
  readonly kept: Finding[] = [];
  warnings = 0;
  total = 0;
  readonly #sink: (finding: Finding) => void;

  constructor(sink: (finding: Finding) => void = () => undefined) {
    this.#sink = sink;
  }

  add(finding: Finding): void {
    this.total += 1;
    if (finding.level === 'warning') this.warnings += 1;
    if (this.kept.length < KEPT) this.kept.push(finding);
    this.#sink(finding);
  }

  /** Findings of one file of a feed, which are told here too. */
  within(member: string): Findings {
    return new Findings((finding) => {
      this.add({ ...finding, member });
    });
  }
}

/** A value as a reason may show it: short, and without what a terminal would obey. */
export function shown(value: unknown): string {
  const text = printable(typeof value === 'string' ? value : JSON.stringify(value));
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

/** A text without what a terminal would obey: files may come from anybody. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '�');
}
