import { addDays, isoWeekday, type LocalDate } from '@modellregion/subgraph-kit';

/** The day itself, or the nearest one in a direction that is no Saturday or Sunday. */
export function workday(date: LocalDate, direction: 1 | -1): LocalDate {
  let day = date;
  while (isoWeekday(day) > 5) day = addDays(day, direction);
  return day;
}
