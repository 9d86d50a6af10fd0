export { DateScalar } from './date.js';
export { DateTimeScalar } from './date-time.js';
export { LocalTimeScalar } from './local-time.js';
export { stringScalar, type StringScalar } from './string-scalar.js';
