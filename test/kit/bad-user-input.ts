import { ClientError } from '../../subgraphs/kit/src/errors.js';

/** What a call refused: the facts in the extensions of its `BAD_USER_INPUT`, or null if it refused nothing. */
export function refusalOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    if (error instanceof ClientError) return error.extensions;
    throw error;
  }
  return null;
}
