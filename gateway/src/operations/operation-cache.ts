import { LRUCache } from 'lru-cache';
import type { LinkedProgram } from '../execute/link-program.js';
import { linkProgram } from '../execute/link-program.js';
import type { Analysis, AnalyseReply, PlanReply } from '../plan/messages.js';
import type { Planning } from '../plan/planning-threads.js';
import type { Worked } from '../plan/thread-pool.js';
import { variableReader, type ReadVariables } from '../execute/coerce-variables.js';
import type { GraphQLSchema } from 'graphql';

/** An operation that may be executed, as far as document and schema tell. */
export interface PreparedOperation {
  readonly kind: 'ready';
  /** No other has it. */
  readonly id: number;
  readonly analysis: Analysis;
  /** Milliseconds of work that the analysis took. */
  readonly analysisMs: number;
  /** The name by which the request chose it; null: the document has only one. */
  readonly asked: string | null;
  readonly readVariables: ReadVariables;
  /** Programs by what they depend on besides the operation: values of conditions, labels that are on. */
  readonly programs: Map<string, PreparedProgram>;
}

export interface PreparedProgram {
  readonly linked: LinkedProgram;
  /** The plan in text. */
  readonly text: string;
  /** How long it took to plan it, with the time it waited for others. */
  readonly planningMs: number;
}

/** Why an operation is not executed. */
export type Refusal = Exclude<AnalyseReply, { kind: 'analysed' }>;

/** What a snapshot knows of operations: bounded, each looked at once however many ask for it at a time. */
export interface OperationCache {
  /** @returns a promise only if nobody asked for this operation before */
  find(
    source: string,
    operationName: string | null,
  ): PreparedOperation | Refusal | Promise<PreparedOperation | Refusal>;
  /** @returns a promise only if nobody asked for this variant before */
  program(
    source: string,
    prepared: PreparedOperation,
    variant: Variant,
  ): PreparedProgram | ProgramRefusal | Promise<PreparedProgram | ProgramRefusal>;
  /** Plans an operation that another cache knows, in all its variants. @returns false if it is refused here */
  prepare(used: UsedOperation): Promise<boolean>;
  /** Operations by how often they were asked for, the most frequent first. */
  mostUsed(count: number): readonly UsedOperation[];
  /** Operations it holds. */
  size(): number;
}

export type ProgramRefusal = Exclude<PlanReply, { kind: 'planned' }>;

export interface Variant {
  readonly key: string;
  readonly conditions: Readonly<Record<string, boolean>>;
  readonly labels: readonly string[];
}

export interface UsedOperation {
  readonly source: string;
  readonly operationName: string | null;
  readonly variants: readonly Variant[];
  readonly uses: number;
}

/** Told what planning costs. */
export interface PlanMetrics {
  planCache(outcome: 'hit' | 'miss'): void;
  planned(seconds: number, outcome: 'planned' | 'too-expensive' | 'failed' | 'invalid'): void;
}

interface Entry {
  readonly source: string;
  readonly operationName: string | null;
  readonly prepared: PreparedOperation | Refusal;
  readonly variants: Map<string, Variant>;
  readonly refused: Map<string, ProgramRefusal>;
  uses: number;
  bytes: number;
}

/** Variants of one operation that are kept: those of six conditions. */
const MAX_VARIANTS = 64;
/** What would be refused again is not tried again for so long, in milliseconds. */
const REFUSED_MS = 60_000;
/** A reply that never grows with the document. */
const SMALL = 1_000;

export interface CacheParts {
  readonly planning: Planning;
  readonly schema: GraphQLSchema;
  /** Room for documents and programs, in bytes, estimated by their text. */
  readonly maxBytes: number;
  readonly metrics: PlanMetrics;
}

export class PlanningOperationCache implements OperationCache {
  readonly #parts: CacheParts;
  readonly #entries: LRUCache<string, Entry>;
  readonly #finding = new Map<string, Promise<PreparedOperation | Refusal>>();
  readonly #planning = new Map<string, Promise<PreparedProgram | ProgramRefusal>>();

  constructor(parts: CacheParts) {
    this.#parts = parts;
    this.#entries = new LRUCache({ maxSize: parts.maxBytes, sizeCalculation: ({ bytes }) => bytes });
  }

  size(): number {
    return this.#entries.size;
  }

  find(
    source: string,
    operationName: string | null,
  ): PreparedOperation | Refusal | Promise<PreparedOperation | Refusal> {
    const key = keyOf(source, operationName);
    const entry = this.#entries.get(key);
    if (entry === undefined) return once(this.#finding, key, () => this.#analyse(source, operationName, key));
    entry.uses += 1;
    return entry.prepared;
  }

  program(
    source: string,
    prepared: PreparedOperation,
    variant: Variant,
  ): PreparedProgram | ProgramRefusal | Promise<PreparedProgram | ProgramRefusal> {
    const { metrics } = this.#parts;
    const known = prepared.programs.get(variant.key);
    metrics.planCache(known === undefined ? 'miss' : 'hit');
    if (known !== undefined) return known;
    const key = keyOf(source, prepared.asked);
    const refused = this.#entries.get(key)?.refused.get(variant.key);
    if (refused !== undefined) return refused;
    return this.#planOnce(source, prepared, variant, key);
  }

  mostUsed(count: number): readonly UsedOperation[] {
    return [...this.#entries.values()]
      .filter(({ prepared }) => prepared.kind === 'ready')
      .sort((a, b) => b.uses - a.uses)
      .slice(0, count)
      .map(({ source, operationName, variants, uses }) => ({
        source,
        operationName,
        variants: [...variants.values()],
        uses,
      }));
  }

  async prepare({ source, operationName, variants, uses }: UsedOperation): Promise<boolean> {
    const prepared = await this.find(source, operationName);
    if (prepared.kind !== 'ready') return false;
    const key = keyOf(source, operationName);
    for (const variant of variants) {
      if (!prepared.programs.has(variant.key)) await this.#planOnce(source, prepared, variant, key);
    }
    const entry = this.#entries.peek(key);
    // What was asked for long ago counts less with every supergraph.
    if (entry !== undefined) entry.uses += Math.floor(uses / 2);
    return true;
  }

  async #analyse(
    source: string,
    operationName: string | null,
    key: string,
  ): Promise<PreparedOperation | Refusal> {
    const { planning, schema, metrics } = this.#parts;
    const started = performance.now();
    const reply = await planning.analyse({ kind: 'analyse', source, operationName });
    const prepared = preparedOf(reply, schema, operationName);
    if (prepared.kind !== 'ready')
      metrics.planned((performance.now() - started) / 1000, outcomeOf(prepared.kind));
    // A fault of ours may be gone the next time.
    if (prepared.kind !== 'failed') {
      const bytes = 2 * source.length + usageBytes(reply) + SMALL;
      const entry = {
        source,
        operationName,
        prepared,
        variants: new Map(),
        refused: new Map(),
        uses: 1,
        bytes,
      };
      this.#keep(key, entry);
    }
    return prepared;
  }

  #planOnce(
    source: string,
    prepared: PreparedOperation,
    variant: Variant,
    key: string,
  ): Promise<PreparedProgram | ProgramRefusal> {
    return once(this.#planning, `${variant.key}\n${key}`, () => this.#plan(source, prepared, variant, key));
  }

  async #plan(
    source: string,
    prepared: PreparedOperation,
    variant: Variant,
    key: string,
  ): Promise<PreparedProgram | ProgramRefusal> {
    const { planning, metrics } = this.#parts;
    const started = performance.now();
    const { conditions, labels } = variant;
    const request = { kind: 'plan', source, operationName: prepared.asked, conditions, labels } as const;
    const reply = await planning.plan(request, prepared.analysisMs);
    const planningMs = performance.now() - started;
    metrics.planned(planningMs / 1000, reply.kind);
    const entry = this.#entries.get(key);
    if (reply.kind !== 'planned') {
      if (entry !== undefined && reply.kind === 'too-expensive') {
        entry.refused.set(variant.key, reply);
        this.#keep(key, entry);
      }
      return reply;
    }
    const program = { linked: linkProgram(reply.program), text: reply.text, planningMs };
    if (prepared.programs.size < MAX_VARIANTS) {
      prepared.programs.set(variant.key, program);
      if (entry !== undefined) {
        entry.variants.set(variant.key, variant);
        entry.bytes += reply.bytes;
        this.#keep(key, entry);
      }
    }
    return program;
  }

  #keep(key: string, entry: Entry): void {
    const short = entry.prepared.kind !== 'ready' || entry.refused.size > 0;
    this.#entries.set(key, entry, short ? { ttl: REFUSED_MS } : {});
  }
}

/** A JSON text ends where it ends: no name and document can be written as another name and another document. */
const keyOf = (source: string, operationName: string | null): string =>
  `${JSON.stringify(operationName)}${source}`;

/** Single flight: whoever asks meanwhile gets the same promise. */
function once<T>(flights: Map<string, Promise<T>>, key: string, start: () => Promise<T>): Promise<T> {
  const known = flights.get(key);
  if (known !== undefined) return known;
  const flight = start().finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}

/** The id of the operation that was prepared last. */
let lastId = 0;

function preparedOf(
  reply: Worked<AnalyseReply>,
  schema: GraphQLSchema,
  asked: string | null,
): PreparedOperation | Refusal {
  if (reply.kind !== 'analysed') return reply;
  const { analysis } = reply;
  return {
    kind: 'ready',
    id: (lastId += 1),
    analysis,
    analysisMs: reply.workMs,
    asked,
    readVariables: variableReader(schema, analysis.variableDefinitions),
    programs: new Map(),
  };
}

/** A signature is about as long as its document; names of fields are few and short beside it. */
const usageBytes = (reply: AnalyseReply): number =>
  reply.kind === 'analysed' ? 3 * (reply.analysis.usage?.signature.length ?? 0) : 0;

function outcomeOf(kind: Refusal['kind']): 'too-expensive' | 'failed' | 'invalid' {
  return kind === 'too-expensive' || kind === 'failed' ? kind : 'invalid';
}
