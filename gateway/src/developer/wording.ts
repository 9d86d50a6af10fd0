const REGION_TIME_ZONE = 'Europe/Berlin';

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: REGION_TIME_ZONE, timeStyle: 'medium' });
const DAY_AND_CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: REGION_TIME_ZONE,
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
});

const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' });
const COUNT = new Intl.NumberFormat('en-GB');

/** A calendar day, `2026-11-22`, in words: `22 November 2026`. */
export function dayText(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}

/** Time of day in the region, for example `14:03:12`. */
export function clockTime(at: Date): string {
  return CLOCK.format(at);
}

/** For example `since 14:02:07 (12 minutes)`; with the day when it is longer ago than half a day. */
export function sinceText(since: string | null, now: Date): string {
  if (since === null) return '';
  const at = new Date(since);
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
  const when = seconds < 12 * 3600 ? CLOCK.format(at) : DAY_AND_CLOCK.format(at);
  return `since ${when} (${duration(seconds)})`;
}

function duration(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  if (seconds < 2 * 3600) return plural(Math.floor(seconds / 60), 'minute');
  if (seconds < 48 * 3600) return plural(Math.floor(seconds / 3600), 'hour');
  return plural(Math.floor(seconds / 86400), 'day');
}

/** `1 minute`, `2 minutes`, `8,317 records`. */
export function plural(count: number, noun: string): string {
  return `${COUNT.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
