/**
 * The gateway does not start, and its text says in plain words why and what to do.
 *
 * `exitCode` 2: it was asked in a wrong way (option, environment); 1: what it needs is missing or unusable.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Several faults of the same asking, reported together. */
  static ofFaults(faults: readonly string[]): StartupError {
    return new StartupError(faults.join('\n'), 2);
  }
}
