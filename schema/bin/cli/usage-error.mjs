/** The command cannot be run as it was given. The message says what to do. */
export class UsageError extends Error {
  name = 'UsageError';
}
