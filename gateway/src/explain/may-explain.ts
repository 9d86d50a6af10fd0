import { HEADERS } from '@modellregion/schema';
import type { ReadRequest, RequestScope } from '../request.js';

/** Scope of those who may see how answers come about where not everybody may: plans name what the schema hides. */
export const EXPLAIN_SCOPE = 'gateway:explain';

/**
 * Whether a request asks for an explanation and is to have one. Who may not is answered as if they had not asked:
 * a tool that always sends the header must not lose its data where the header is of no use.
 */
export function mayExplain(
  { headers }: Pick<ReadRequest, 'headers'>,
  { caller }: Pick<RequestScope, 'caller'>,
  toAll: boolean,
): boolean {
  if (headers.get(HEADERS.explain) !== 'plan') return false;
  return toAll || caller?.scopes.includes(EXPLAIN_SCOPE) === true;
}
