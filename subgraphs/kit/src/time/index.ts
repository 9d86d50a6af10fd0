export {
  addDays,
  fromDateColumn,
  isLocalDate,
  isoWeekday,
  localDateOf,
  startOfDay,
  toDateColumn,
  type LocalDate,
} from './local-date.js';
export { isLocalTime, localTimeOf, minuteOfDay, type LocalTime } from './local-time.js';
export { instantOf } from './service-day.js';
export {
  dayRange,
  isWithin,
  monthRange,
  overlaps,
  quarterHours,
  requireTimeRange,
  type TimeRange,
} from './time-range.js';
export { REGION_ZONE } from './zone.js';
