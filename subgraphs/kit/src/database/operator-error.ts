/**
 * A fault that the operator of this machine can mend. Its message is one text that says what, where and what to
 * do; it is printed without a stack, and the process ends with exit code 1.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}

/** The `code` of a system or database error (`EADDRINUSE`, `28P01`), or null. */
export function errorCode(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
