/** Where the time comes from: injected, so that tests decide what "now" is. */
export interface Clock {
  /** The current instant; a new object on every call. */
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that stands still.
 *
 * @param iso an instant with offset, for example `2026-03-29T08:00:00+02:00`
 * @throws RangeError if it is none: without an offset the instant would depend on the machine
 */
export function fixedClock(iso: string): Clock {
  const time = /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(iso) ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new RangeError(`"${iso}" is not an instant with offset such as 2026-03-29T08:00:00+02:00`);
  }
  return { now: () => new Date(time) };
}
