/**
 * Hot file. One HTTP exchange with a subgraph.
 *
 * Invariant: it ends once, at the latest with its deadline, wherever it stands: in the queue, on its way, in the body.
 * Guarded by the benchmark scenario `small` (test/bench).
 */
import { errors, type Dispatcher } from 'undici';
import { codeOf } from '../errors/fault.js';
import type { Deadline } from './deadline.js';
import { failure, LEFT, type FailedCall } from './failed-call.js';

/** A whole answer, unread. */
export interface Received {
  readonly kind: 'received';
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

interface Parts<T> {
  readonly pool: Dispatcher;
  readonly deadline: Deadline;
  /** More bytes than this are not taken. */
  readonly maxBytes: number;
  /** What is made of what came. */
  readonly read: (received: Received | FailedCall) => T;
}

/**
 * undici's `dispatch` follows no redirect and decompresses nothing, which is what we want; its `request` makes a stream
 * of the body, which costs as much as all the rest.
 */
export function exchange<T>(parts: Parts<T>, options: Dispatcher.DispatchOptions): Promise<T> {
  const { read, deadline, maxBytes } = parts;
  return new Promise((resolve, reject) => {
    const end = (received: Received | FailedCall): void => {
      try {
        resolve(read(received));
      } catch (fault) {
        // undici would take it for a fault of the connection, and nobody would hear of the end.
        reject(fault instanceof Error ? fault : new Error(String(fault)));
      }
    };
    const handler = new Exchange(end, deadline, maxBytes);
    if (handler.isOver) return;
    try {
      parts.pool.dispatch(options, handler);
    } catch (fault) {
      handler.onResponseError(null, fault);
    }
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  #onEnd: ((ended: Received | FailedCall) => void) | null;
  readonly #deadline: Deadline;
  readonly #maxBytes: number;
  readonly #onAbort: () => void;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #headers: Headers = {};
  #first: Buffer | null = null;
  #more: Buffer[] | null = null;

  constructor(onEnd: (ended: Received | FailedCall) => void, deadline: Deadline, maxBytes: number) {
    this.#onEnd = onEnd;
    this.#deadline = deadline;
    this.#maxBytes = maxBytes;
    this.#onAbort = () => {
      this.#give(deadline.state === 'left' ? LEFT : OVER);
    };
    deadline.onAbort(this.#onAbort);
  }

  get isOver(): boolean {
    return this.#onEnd === null;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.isOver) controller.abort(GIVEN_UP);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    // Informational: the answer is still to come.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    if (Number(headers['content-length'] ?? 0) > this.#maxBytes)
      this.#give(failure('SUBGRAPH_INVALID_RESPONSE', 'more bytes announced than are taken'));
    if (this.isOver) controller.abort(GIVEN_UP);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#first === null) this.#first = chunk;
    else (this.#more ??= []).push(chunk);
  }

  onResponseEnd(): void {
    const first = this.#first ?? EMPTY;
    const body = this.#more === null ? first : Buffer.concat([first, ...this.#more]);
    this.#end({ kind: 'received', status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: unknown, fault: unknown): void {
    this.#end(classify(fault));
  }

  #give(outcome: FailedCall): void {
    this.#end(outcome);
    this.#controller?.abort(GIVEN_UP);
  }

  #end(outcome: Received | FailedCall): void {
    const onEnd = this.#onEnd;
    if (onEnd === null) return;
    this.#onEnd = null;
    this.#first = null;
    this.#more = null;
    this.#deadline.offAbort(this.#onAbort);
    onEnd(outcome);
  }
}

const EMPTY = Buffer.alloc(0);
const GIVEN_UP = new Error('given up');
const OVER = failure('SUBGRAPH_TIMEOUT', 'no whole answer within the deadline');

function classify(error: unknown): FailedCall {
  const detail = codeOf(error) ?? 'unknown fault';
  if (error instanceof errors.ConnectTimeoutError) return failure('SUBGRAPH_TIMEOUT', detail);
  const invalid = NO_ANSWER.some((kind) => error instanceof kind);
  return failure(invalid ? 'SUBGRAPH_INVALID_RESPONSE' : 'SUBGRAPH_UNAVAILABLE', detail);
}

/** Somebody answered, but not with HTTP, or with more than we take. */
const NO_ANSWER = [
  errors.ResponseExceededMaxSizeError,
  errors.HTTPParserError,
  errors.HeadersOverflowError,
  errors.ResponseContentLengthMismatchError,
];
