import { isAgs } from '../identifiers/index.js';
import { isLocalDate } from '../time/index.js';
import { shown, type Findings } from './findings.js';
import type { SourceRecord } from './source-record.js';

/** Longest text of a field; what is longer is not what the column is for. */
const LONGEST_TEXT = 1_000;

/**
 * Reads the fields of one record after another. A field that is missing or wrong is a finding with line and column,
 * and makes its record a rejected one; reading goes on, so that all that is wrong with a record is told at once.
 */
export class FieldReader {
  readonly #findings: Findings;
  /** What the names of columns are shown behind: `properties.` */
  readonly #prefix: string;
  readonly #outer: FieldReader | null;
  #record: SourceRecord | null = null;
  #rejected = false;

  constructor(findings: Findings, prefix = '', outer: FieldReader | null = null) {
    this.#findings = findings;
    this.#prefix = prefix;
    this.#outer = outer;
  }

  /** Turns to the next record. */
  turnTo(record: SourceRecord): void {
    this.#record = record;
    this.#rejected = false;
    if (record.fault !== null) this.reject(null, record.fault);
  }

  /** Whether anything of this record was wrong. */
  get rejected(): boolean {
    return this.#rejected;
  }

  get line(): number | null {
    return this.#record?.line ?? null;
  }

  get record(): number {
    return this.#record?.record ?? 0;
  }

  /** What stands there, as it stands there. */
  raw(column: string): unknown {
    return this.#record?.get(column);
  }

  /** Reads the members of an object that stands under a name. */
  within(column: string): FieldReader {
    const value = this.raw(column);
    const inner = new FieldReader(this.#findings, `${this.#prefix}${column}.`, this);
    const isObject = typeof value === 'object' && value !== null;
    inner.#record = {
      line: this.line,
      record: this.record,
      fault: null,
      get: (name) =>
        isObject && Object.hasOwn(value, name)
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
    };
    return inner;
  }

  /** A text that must be there. Empty string when it is not. */
  text(column: string): string {
    const before = this.#findings.total;
    const value = this.optionalText(column);
    if (value === null && this.#findings.total === before) this.reject(column, 'missing');
    return value ?? '';
  }

  /** Text without space around it; null when empty or absent. */
  optionalText(column: string): string | null {
    const value = this.raw(column);
    if (value === undefined || value === null) return null;
    const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : null;
    if (text === null) return this.reject(column, `${shown(value)} is not a text`);
    if (text.length > LONGEST_TEXT) return this.reject(column, `longer than ${LONGEST_TEXT} characters`);
    if (text.includes('\0')) return this.reject(column, 'holds a NUL character');
    return text === '' ? null : text;
  }

  /** A text of a form. */
  matching(column: string, form: RegExp, what: string): string {
    const value = this.text(column);
    if (value !== '' && !form.test(value)) this.reject(column, `${shown(value)} is not ${what}`);
    return value;
  }

  /** A number that must be there; 0 when it is not. */
  number(column: string, range: { readonly min: number; readonly max: number }): number {
    const before = this.#findings.total;
    const value = this.optionalNumber(column, range);
    if (value === null && this.#findings.total === before) this.reject(column, 'missing');
    return value ?? 0;
  }

  /** A number with a decimal point or comma; null when empty or absent. */
  optionalNumber(
    column: string,
    { min, max }: { readonly min: number; readonly max: number },
  ): number | null {
    const value = this.raw(column);
    const text = typeof value === 'number' ? String(value) : this.optionalText(column);
    if (text === null) return null;
    const number = /^[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/.test(text)
      ? Number(text.replace(',', '.'))
      : Number.NaN;
    if (Number.isNaN(number)) return this.reject(column, `${shown(text)} is not a number`);
    if (number < min || number > max)
      return this.reject(column, `${shown(text)} is not between ${min} and ${max}`);
    return number;
  }

  /** A whole number that must be there; 0 when it is not. */
  integer(column: string, range: { readonly min: number; readonly max: number }): number {
    const before = this.#findings.total;
    const value = this.optionalInteger(column, range);
    if (value === null && this.#findings.total === before) this.reject(column, 'missing');
    return value ?? 0;
  }

  /** A whole number; null when empty or absent. */
  optionalInteger(column: string, range: { readonly min: number; readonly max: number }): number | null {
    const number = this.optionalNumber(column, range);
    if (number === null || Number.isInteger(number)) return number;
    return this.reject(column, `${shown(String(number))} is not a whole number`);
  }

  latitude(column: string): number {
    return this.number(column, { min: -90, max: 90 });
  }

  longitude(column: string): number {
    return this.number(column, { min: -180, max: 180 });
  }

  /** Official municipality key. */
  ags(column: string): string {
    const value = this.text(column);
    if (value !== '' && !isAgs(value))
      this.reject(column, `${shown(value)} is not a municipality key of 8 digits`);
    return value;
  }

  /** ISO date; null when empty or absent. */
  optionalDate(column: string): string | null {
    const value = this.optionalText(column);
    if (value === null || isLocalDate(value)) return value;
    return this.reject(column, `${shown(value)} is not a date such as 2026-03-29`);
  }

  /** @returns null, for use in the place of a value */
  reject(column: string | null, reason: string): null {
    this.#markRejected();
    this.#add('rejected', column, reason);
    return null;
  }

  warn(column: string | null, reason: string): void {
    this.#add('warning', column, reason);
  }

  #markRejected(): void {
    this.#rejected = true;
    if (this.#outer !== null) this.#outer.#markRejected();
  }

  #add(level: 'rejected' | 'warning', column: string | null, reason: string): void {
    this.#findings.add({ level, line: this.line, record: this.record, column: this.#nameOf(column), reason });
  }

  #nameOf(column: string | null): string | null {
    return column === null ? null : `${this.#prefix}${column}`;
  }
}
