import { FieldReader, isLocalDate, shown } from '@modellregion/subgraph-kit';

/** Longest service that is in use anywhere: a week on one train. */
const MOST_HOURS = 167;

/** Ids are shown in findings, so what a terminal would obey is none. */
const ID = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}]{1,200}$/u;

/** The fields of GTFS. */
export class FeedFields extends FieldReader {
  id(column: string): string {
    return this.matching(column, ID, 'an id of at most 200 printable characters');
  }

  optionalId(column: string): string | null {
    return this.optionalText(column) === null ? null : this.id(column);
  }

  /** A number that stands for something; what is left out stands for 0. */
  code(column: string, max: number): number {
    return this.optionalInteger(column, { min: 0, max }) ?? 0;
  }

  /** A date such as 20261124, as ISO date; null when it is missing or wrong. */
  date(column: string): string | null {
    const value = this.text(column);
    if (value === '') return null;
    const date = value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    return isLocalDate(date) ? date : this.reject(column, `${shown(value)} is not a date such as 20261124`);
  }

  /** Seconds since the service day began; null when empty. Hours go on after 24. */
  optionalTime(column: string): number | null {
    const value = this.optionalText(column);
    if (value === null) return null;
    const found = /^(\d{1,3}):([0-5]\d):([0-5]\d)$/.exec(value);
    const [hours, minutes, seconds] = (found ?? []).slice(1).map(Number);
    if (hours === undefined || minutes === undefined || seconds === undefined || hours > MOST_HOURS)
      return this.reject(column, `${shown(value)} is not a time such as 08:15:00 or 25:15:00`);
    return (hours * 60 + minutes) * 60 + seconds;
  }

  time(column: string): number {
    if (this.optionalText(column) === null) this.reject(column, 'missing');
    return this.optionalTime(column) ?? 0;
  }
}
