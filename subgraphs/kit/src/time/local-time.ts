/** A time of day as `HH:MM`, 00:00 to 23:59. */
export type LocalTime = string;

/** True for `HH:MM` from 00:00 to 23:59. */
export function isLocalTime(value: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value);
}

/** Minutes from midnight to a time of day, 0 to 1439. */
export function minuteOfDay(time: LocalTime): number {
  if (!isLocalTime(time)) throw new RangeError(`"${time}" is not a time of day such as 08:30`);
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** The time of day `minute` minutes after midnight; minutes of later days (1440 and more) start again. */
export function localTimeOf(minute: number): LocalTime {
  if (!Number.isInteger(minute) || minute < 0) throw new RangeError(`${minute} is not a minute of a day`);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}
