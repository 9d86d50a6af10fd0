import type { GraphqlReply, RequestScope } from '../request.js';
import { callerKey, createInFlight, type InFlight } from '../upstream/share-inflight.js';
import type { GraphqlRequest } from './graphql-request.js';

/** Equal queries that are under way at once are answered together. */
export interface SharedReplies {
  /**
   * The reply to a query. Whoever asks the same meanwhile, with the same claims about them, gets it too; it is given up
   * when the last of them has left. Mutations do not belong here.
   *
   * @param contentType in which the reply is written
   */
  answer(
    asked: GraphqlRequest,
    contentType: string,
    scope: RequestScope,
    run: (scope: RequestScope) => Promise<GraphqlReply>,
  ): Promise<GraphqlReply>;
  /** From now on nobody joins what is under way: data may have changed since it began. */
  seal(): void;
}

interface Shared {
  readonly reply: GraphqlReply;
  readonly scope: RequestScope;
}

/** Who comes later than after half of this begins anew, in milliseconds. */
const JOINABLE_MS = 20_000;

const LEFT: GraphqlReply = { status: 499, headers: [], body: '' };

/** One for each snapshot: what another supergraph answers is another reply. */
export function createSharedReplies(): SharedReplies {
  const flights: InFlight<Shared | { readonly fault: unknown }> = createInFlight(JOINABLE_MS, false);
  return {
    seal: flights.seal,
    answer: async ({ query, operationName, variables }, contentType, scope, run) => {
      if (scope.signal.aborted) return LEFT;
      const asked = `${contentType}\n${operationName ?? ''}\n${JSON.stringify(variables)}\n${query}`;
      const joined = await flights.join(callerKey(scope.caller), asked, scope.signal, async (deadline) => {
        try {
          // The request that began may leave while others still wait.
          return { reply: await run({ ...scope, signal: deadline }), scope };
        } catch (fault) {
          return { fault };
        }
      });
      // Nobody reads it: the client is gone.
      if (joined === null) return LEFT;
      if ('fault' in joined.result) throw joined.result.fault;
      if (!joined.shared) return joined.result.reply;
      noteShared(scope, joined.result.scope);
      return joined.result.reply;
    },
  };
}

function noteShared(
  { requestId, notes }: RequestScope,
  { requestId: other, notes: others }: RequestScope,
): void {
  notes.operationName = others.operationName;
  notes.errorCodes = others.errorCodes;
  notes.subgraphCalls = others.subgraphCalls;
  notes.usage = others.usage ?? null;
  if (other !== requestId) (notes.sharedWith ??= new Set()).add(other);
}
