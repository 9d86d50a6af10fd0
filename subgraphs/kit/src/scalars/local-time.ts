import { isLocalTime } from '../time/index.js';
import { stringScalar } from './string-scalar.js';

/** Scalar `LocalTime`: a time of day as `HH:MM` from 00:00 to 23:59, in and out a string. */
export const LocalTimeScalar = stringScalar<string>({
  name: 'LocalTime',
  description: 'Time of day in the region (Europe/Berlin), for example 08:30.',
  format: 'LOCAL_TIME',
  read: (text) => (isLocalTime(text) ? text : null),
  print: (value) => (typeof value === 'string' && isLocalTime(value) ? value : null),
});
