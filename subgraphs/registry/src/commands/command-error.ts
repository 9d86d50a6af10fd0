/** The call itself was wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It could not be done; the message says why and what to do. Exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
