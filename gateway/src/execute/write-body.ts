/**
 * Hot file. Writes the bodies of requests to subgraphs.
 *
 * Invariant: one body at a time, from its beginning to its text without a pause; all use the same memory.
 * Guarded by the benchmark scenarios `join` and `list` (test/bench).
 */
import { EntityCollector } from './collect-entities.js';
import { JsonBytes } from './json-bytes.js';
import type { LinkedPart, LinkedRequest } from './link-program.js';

/** Variables as they are sent: coerced values by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** Grows with the largest body. */
const MEMORY = new JsonBytes(65_536);

const VARIABLES = Buffer.from(',"variables":{');
const COMMA = Buffer.from(',');
const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

/** The body of one request; its variables are written in the order in which they come. */
export class RequestBody {
  readonly #request: LinkedRequest;
  #hasVariables = false;

  constructor(request: LinkedRequest) {
    this.#request = request;
    MEMORY.begin();
    MEMORY.put(request.head);
  }

  /** Begins the variable that holds the representations of a part; what is collected goes into it. */
  collector(part: LinkedPart, repeated: Set<object>): EntityCollector {
    this.#next();
    MEMORY.put(part.variable);
    MEMORY.put(OPEN);
    return new EntityCollector(part.requires, MEMORY, repeated);
  }

  /** Ends that variable. */
  end(): void {
    MEMORY.put(CLOSE);
  }

  /** @param more variables with their values as they are written in JSON */
  text(variables: Variables, more: readonly (readonly [name: string, json: string])[] = []): string {
    for (const name of this.#request.plan.variables) {
      const value = variables[name];
      if (value !== undefined) this.#variable(name, JSON.stringify(value));
    }
    for (const [name, json] of more) this.#variable(name, json);
    MEMORY.raw(this.#hasVariables ? '}}' : '}');
    return MEMORY.text();
  }

  #variable(name: string, json: string): void {
    this.#next();
    MEMORY.raw(`${JSON.stringify(name)}:${json}`);
  }

  #next(): void {
    MEMORY.put(this.#hasVariables ? COMMA : VARIABLES);
    this.#hasVariables = true;
  }
}
