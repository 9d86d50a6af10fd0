import { errorText } from '@modellregion/schema';
import { GraphQLError, OperationTypeNode } from 'graphql';
import Negotiator from 'negotiator';
import { createSnapshotGateway, type SnapshotGateway } from '../apollo/snapshot-gateway.js';
import { startApolloServer, type ApolloRunner } from '../apollo/apollo-server.js';
import { createExplainer } from '../explain/explainer.js';
import type { Explanation } from '../explain/explanation.js';
import { mayExplain } from '../explain/may-explain.js';
import { maskCode, maskError } from '../errors/mask.js';
import type { GraphqlReply, GraphqlRunner, ReadRequest, RequestScope } from '../request.js';
import type { Snapshot } from '../supergraph/snapshot.js';
import { printable, type Logger } from '../telemetry/logger.js';
import { readGraphqlRequest, type GraphqlRequest } from './graphql-request.js';
import { InUse } from './in-use.js';
import type { PreparedOperation, Refusal } from './operation-cache.js';
import { refusedBy, runOperation, type OperationResult, type OperationRun } from './run-operation.js';
import { createValidatedDocuments, type ValidatedDocuments } from './validated-documents.js';

interface Options {
  /** Whether clients may ask for the schema and get suggestions: not in production. */
  readonly schemaVisible: boolean;
  /** Whether everybody may see how an answer came about, or only who has the scope for it. */
  readonly explainsToAll: boolean;
  readonly log: Logger;
}

/** A runner whose supergraph can be replaced while it serves. */
export interface SnapshotRunner extends GraphqlRunner {
  /**
   * Requests that begin from now on use this snapshot.
   *
   * @returns once the last request has ended that began with the one before
   */
  swap(snapshot: Snapshot): Promise<void>;
}

/**
 * Runs GraphQL requests with our own executor.
 *
 * Every document is parsed and validated in the planning thread, where an expensive one keeps nobody waiting. Plain
 * requests are answered here; what needs more of GraphQL over HTTP (GET, introspection, extensions, malformed
 * requests) goes through Apollo Server, with the document known to be valid. Both give the same answers.
 */
export async function startSnapshotRunner(first: Snapshot, options: Options): Promise<SnapshotRunner> {
  const documents = createValidatedDocuments();
  const adapter = createSnapshotGateway(first);
  const apollo = await startApolloServer(adapter.gateway, {
    ...options,
    documents: documents.store,
    tellUsage: null,
  });
  return new Runner(first, { documents, adapter, apollo }, options);
}

interface Parts {
  readonly documents: ValidatedDocuments;
  readonly adapter: SnapshotGateway;
  readonly apollo: ApolloRunner;
}

/** A request with what is known of its operation; nulls: it has no document that could be looked up. */
interface Found {
  readonly request: ReadRequest;
  readonly asked: GraphqlRequest | null;
  readonly prepared: PreparedOperation | Refusal | null;
  readonly scope: RequestScope;
}

class Runner implements SnapshotRunner {
  #current: InUse<Snapshot>;
  readonly #parts: Parts;
  readonly #options: Options;

  constructor(first: Snapshot, parts: Parts, options: Options) {
    this.#current = new InUse(first);
    this.#parts = parts;
    this.#options = options;
  }

  async run(request: ReadRequest, scope: RequestScope): Promise<GraphqlReply> {
    const held = this.#current;
    held.enter();
    try {
      const asked = readGraphqlRequest(request);
      const found = asked === null ? null : held.value.operations.find(asked.query, asked.operationName);
      const prepared = found instanceof Promise ? await found : found;
      return await this.#runWith(held.value, { request, asked, prepared, scope });
    } finally {
      held.leave();
    }
  }

  apiSdl(): string {
    return this.#current.value.apiSdl;
  }

  swap(snapshot: Snapshot): Promise<void> {
    const before = this.#current;
    this.#current = new InUse(snapshot);
    this.#parts.adapter.show(snapshot);
    return before.unused();
  }

  stop(): Promise<void> {
    return this.#parts.apollo.stop();
  }

  #runWith(
    snapshot: Snapshot,
    { request, asked, prepared, scope }: Found,
  ): GraphqlReply | Promise<GraphqlReply> {
    const { apollo, documents } = this.#parts;
    const explain = mayExplain(request, scope, this.#options.explainsToAll) ? createExplainer() : null;
    if (asked === null || prepared === null) return apollo.run(request, { scope, snapshot, explain });
    if (prepared.kind !== 'ready') return this.#refuse(prepared, request, scope);
    if (!asked.plain || prepared.analysis.introspects) {
      documents.remember(asked.query);
      return apollo.run(request, { scope, snapshot, explain });
    }
    const { query: source, variables } = asked;
    return this.#answerOnce({ source, prepared, variables, scope, explain }, request, snapshot);
  }

  #answer(run: OperationRun, request: ReadRequest, snapshot: Snapshot): Promise<GraphqlReply> {
    const { prepared, scope, explain } = run;
    scope.notes.operationName = prepared.analysis.operationName;
    return runOperation(run, snapshot).then((result) =>
      this.#reply(result, request, scope, explain?.explanation() ?? null),
    );
  }

  /** Equal queries under way are one; after a mutation nobody is answered with what was read before it. */
  #answerOnce(run: OperationRun, request: ReadRequest, snapshot: Snapshot): Promise<GraphqlReply> {
    const isQuery = run.prepared.analysis.operationType === OperationTypeNode.QUERY;
    // An explanation is about one run, whoever else asks the same.
    if (isQuery && run.explain === null) {
      const type = contentTypeFor(request.headers.get('accept'));
      return snapshot.replies.answer(run, type, (scope) =>
        this.#answer({ ...run, scope }, request, snapshot),
      );
    }
    return this.#answer(run, request, snapshot).then((reply) => {
      if (!isQuery) {
        snapshot.replies.seal();
        // It may have begun with a supergraph that was replaced meanwhile; who reads now reads with the new one.
        this.#current.value.replies.seal();
      }
      return reply;
    });
  }

  #refuse(refusal: Refusal, request: ReadRequest, scope: RequestScope): GraphqlReply {
    return this.#reply(refusedBy(refusal), request, scope, null);
  }

  #reply(
    result: OperationResult,
    request: ReadRequest,
    scope: RequestScope,
    explanation: Explanation | null,
  ): GraphqlReply {
    const headers = [['content-type', contentTypeFor(request.headers.get('accept'))]] as const;
    if (result.errors.length === 0 && result.kind === 'executed') {
      scope.notes.errorCodes = [];
      const body = explanation === null ? result.body : bodyOf(null, result.body, explanation);
      return { status: 200, headers, body };
    }
    const errors = result.errors.map((error) => {
      this.#note(error, scope);
      return maskError(error.toJSON(), this.#options.schemaVisible);
    });
    const codes = new Set(result.errors.map(({ extensions }) => maskCode(extensions['code'])));
    scope.notes.errorCodes = [...codes];
    if (result.kind === 'executed')
      return { status: 200, headers, body: bodyOf(errors, result.body, explanation) };
    const status = codes.has('INTERNAL_SERVER_ERROR') ? 500 : 400;
    return { status, headers, body: `${JSON.stringify({ errors })}\n` };
  }

  #note({ message, extensions }: GraphQLError, { requestId }: RequestScope): void {
    if (maskCode(extensions['code']) !== 'INTERNAL_SERVER_ERROR') return;
    if (message === errorText('INTERNAL_SERVER_ERROR')) return;
    this.#options.log.error({ requestId, text: printable(message) }, 'internal fault');
  }
}

/** @param written `{"data":…}` and a line feed */
function bodyOf(errors: readonly unknown[] | null, written: Buffer, explanation: Explanation | null): Buffer {
  const before = errors === null ? '{' : `{"errors":${JSON.stringify(errors)},`;
  const after =
    explanation === null ? '}\n' : `,${JSON.stringify({ extensions: { explain: explanation } }).slice(1)}\n`;
  return Buffer.concat([Buffer.from(before), written.subarray(1, -2), Buffer.from(after)]);
}

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** As Apollo Server chooses; what accepts neither was refused before. */
function contentTypeFor(accept: string | undefined): string {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return JSON_TYPE;
  const chosen = new Negotiator({ headers: { accept } }).mediaType([
    'application/json',
    'application/graphql-response+json',
  ]);
  return chosen === 'application/graphql-response+json' ? GRAPHQL_TYPE : JSON_TYPE;
}
