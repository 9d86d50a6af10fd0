import { localTimeOf } from '@modellregion/subgraph-kit';
import type { OpeningPeriodResolvers, Weekday } from '../generated/graphql.js';

const WEEKDAYS: readonly Weekday[] = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
];

export const OpeningPeriod: OpeningPeriodResolvers = {
  weekday: ({ weekday }) => WEEKDAYS[weekday - 1] ?? 'SUNDAY',
  opens: ({ opensMinute }) => localTimeOf(opensMinute),
  closes: ({ closesMinute }) => localTimeOf(closesMinute),
};
