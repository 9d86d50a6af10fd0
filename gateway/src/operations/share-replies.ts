import type { GraphqlReply, RequestScope } from '../request.js';
import type { Deadline } from '../upstream/deadline.js';
import { createInFlight, type InFlight, type InFlightScope } from '../upstream/share-inflight.js';
import type { OperationRun } from './run-operation.js';

/** Equal queries that are under way at once are answered together. */
export interface SharedReplies {
  /**
   * The reply to a query. Whoever asks the same meanwhile, with the same claims about them, gets it too; it is given up
   * when the last of them has left. Mutations do not belong here.
   *
   * @param contentType in which the reply is written
   */
  answer(
    asked: Pick<OperationRun, 'prepared' | 'variables' | 'scope'>,
    contentType: string,
    run: (scope: RequestScope) => Promise<GraphqlReply>,
  ): Promise<GraphqlReply>;
  /** From now on nobody joins what is under way: data may have changed since it began. */
  seal(): void;
}

/** Who comes later than after half of this begins anew, in milliseconds. */
const JOINABLE_MS = 20_000;

const LEFT: GraphqlReply = { status: 499, headers: [], body: '' };

/** One for each snapshot: what another supergraph answers is another reply. */
export function createSharedReplies(): SharedReplies {
  const flights: InFlight<GraphqlReply> = createInFlight(JOINABLE_MS, false);
  return {
    seal: flights.seal,
    answer: ({ prepared, variables, scope }, contentType, run) => {
      if (scope.signal.aborted) return Promise.resolve(LEFT);
      const asked = `${String(prepared.id)} ${contentType} ${JSON.stringify(variables)}`;
      // The request that began may leave while others still wait.
      const { requestId, trace, notes, caller } = scope;
      const begin = (signal: Deadline): Promise<GraphqlReply> =>
        run({ requestId, trace, signal, notes, caller });
      return flights.join(scope, asked, begin, (joined) => {
        // Nobody reads it: the client is gone.
        if (joined === null) return LEFT;
        if (joined.shared) noteShared(scope, joined.by);
        return joined.result;
      });
    },
  };
}

function noteShared(
  { requestId, notes }: InFlightScope,
  { requestId: other, notes: others }: InFlightScope,
): void {
  notes.operationName = others.operationName;
  notes.errorCodes = others.errorCodes;
  notes.subgraphCalls = others.subgraphCalls;
  notes.usage = others.usage ?? null;
  if (other !== requestId) (notes.sharedWith ??= new Set()).add(other);
}
