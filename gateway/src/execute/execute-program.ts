/**
 * Hot file. Runs a program: sends each request when those it waits for have ended, and merges what they bring.
 *
 * Invariant: merged data is owned by one execution; nothing but what was asked for is ever read from it.
 * Guarded by every scenario of test/bench.
 */
import type { EntityPlace, PlaceAddress } from '../plan/program.js';
import type { RequestScope } from '../request.js';
import type { CallSubgraph } from '../upstream/call-subgraph.js';
import type { GraphqlResponse } from '../upstream/graphql-response.js';
import { failure } from '../upstream/failed-call.js';
import type { SubgraphOutcome } from '../upstream/subgraph-client.js';
import { type EntityCollector, forEachObject, isList, objectsAt, type Target } from './collect-entities.js';
import { collectContextual, type ContextGroup } from './context-arguments.js';
import { Fault, isDataObject, type DataObject } from './fault.js';
import type { LinkedPart, LinkedProgram, LinkedReader, LinkedRequest } from './link-program.js';
import { observedCall, type Observe } from './observe-call.js';
import { answersAll } from './judge-answer.js';
import { fillAll, placeErrors, type AskedPart } from './place-errors.js';
import { entityType, fill, readInto, shareInto } from './read-answer.js';
import { RequestBody, type Variables } from './write-body.js';

export type { Variables };

/** What an execution brought together, before the client's answer is written from it. */
export interface Merged {
  readonly data: DataObject;
  /** Objects that stand in several places of it. */
  readonly repeated: ReadonlySet<object>;
  /** Objects that a subgraph was asked for by their key and does not know, with that subgraph. */
  readonly unknown: ReadonlyMap<object, string>;
  /** Errors that belong to no place. */
  readonly unplaced: readonly Fault[];
  /** Errors of subgraphs beyond those that were looked at. */
  readonly omittedErrors: number;
}

interface Surroundings {
  readonly scope: RequestScope;
  readonly call: (subgraph: string) => CallSubgraph | undefined;
  readonly observe: Observe | null;
  /** Told of keys in answers that nobody had asked for. */
  readonly unrequested: (subgraph: string, count: number) => void;
}

/** Never rejects for what a subgraph does. */
export function executeProgram(
  program: LinkedProgram,
  variables: Variables,
  surroundings: Surroundings,
): Promise<Merged> {
  return new Execution(program, variables, surroundings).run();
}

class Execution {
  readonly #program: LinkedProgram;
  readonly #variables: Variables;
  readonly #around: Surroundings;
  readonly #waiting: number[];
  readonly #data: DataObject = {};
  readonly #repeated = new Set<object>();
  readonly #unknown = new Map<object, string>();
  readonly #unplaced: Fault[] = [];
  /** By request, part and place: its entities, each once. */
  readonly #entities: (readonly (readonly DataObject[])[])[][] = [];
  #omitted = 0;
  #open: number;
  #resolve: (merged: Merged) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(program: LinkedProgram, variables: Variables, surroundings: Surroundings) {
    this.#program = program;
    this.#variables = variables;
    this.#around = surroundings;
    this.#waiting = program.requests.map(({ plan }) => plan.after.length);
    this.#open = program.requests.length;
  }

  run(): Promise<Merged> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      if (this.#open === 0) this.#finish();
      for (const [index, request] of this.#program.requests.entries())
        if (request.plan.after.length === 0) this.#start(request, index);
    });
  }

  #start(request: LinkedRequest, index: number): void {
    const sent = this.#send(request, index);
    if (sent === null) this.#ended(request);
    else
      sent
        .then(() => {
          this.#ended(request);
        })
        .catch(this.#reject);
  }

  #ended(request: LinkedRequest): void {
    for (const next of request.before) {
      const left = (this.#waiting[next] ?? 0) - 1;
      this.#waiting[next] = left;
      const ready = left === 0 ? this.#program.requests[next] : undefined;
      if (ready !== undefined) this.#start(ready, next);
    }
    this.#open -= 1;
    if (this.#open === 0) this.#finish();
  }

  #finish(): void {
    this.#resolve({
      data: this.#data,
      repeated: this.#repeated,
      unknown: this.#unknown,
      unplaced: this.#unplaced,
      omittedErrors: this.#omitted,
    });
  }

  /** @returns null if there is nothing to ask */
  #send(request: LinkedRequest, index: number): Promise<unknown> | null {
    const [first] = request.parts;
    if (first !== undefined && first.contexts.length > 0) {
      const groups = collectContextual(this.#data, first).map((group) =>
        this.#writeGroup(request, first, group),
      );
      return Promise.all(groups.map((written) => this.#exchange(request, index, written)));
    }
    const written = this.#write(request, index);
    const asks = written.asked.some(({ part, targets }) => part.kind === 'root' || targets.length > 0);
    return asks ? this.#exchange(request, index, written) : null;
  }

  /** Collects what the request is about, and writes it as its body. */
  #write(request: LinkedRequest, index: number): Written {
    const body = new RequestBody(request);
    const asked: Asked[] = [];
    const entities: (readonly (readonly DataObject[])[])[] = [];
    this.#entities[index] = entities;
    for (const [at, part] of request.parts.entries()) {
      if (part.kind === 'root') {
        const targets = part.places.map((place) => objectsAt(this.#data, place.path));
        if (targets.some(({ length }) => length > 0)) asked.push({ part, targets, objects: 0 });
        continue;
      }
      const collector = body.collector(part, this.#repeated);
      for (const place of part.places) this.#collect(collector, place);
      entities[at] = collector.firsts;
      asked.push(askedOf(part, collector));
      this.#tellFaulty(part, collector);
      body.end();
    }
    return { asked, body: body.text(this.#variables) };
  }

  #writeGroup(request: LinkedRequest, part: LinkedPart, { objects, variables }: ContextGroup): Written {
    const body = new RequestBody(request);
    const collector = body.collector(part, this.#repeated);
    collector.place(false);
    collector.collect(objects, []);
    this.#tellFaulty(part, collector);
    body.end();
    const asked = [askedOf(part, collector)];
    return { asked, body: body.text(this.#variables, variables) };
  }

  /** What entities are told by is a fault: then so is all that was to be fetched by it. */
  #tellFaulty({ reader }: LinkedPart, { faulty }: EntityCollector): void {
    for (const [target, fault] of faulty) fill(target, reader, fault);
  }

  #collect(collector: EntityCollector, { bases, path, way, replaces }: EntityPlace): void {
    collector.place(replaces && !this.#program.contextual);
    if (bases.length === 0 || this.#program.contextual) collector.collect(this.#data, path);
    else for (const base of bases) collector.collect(this.#entitiesAt(base), way);
  }

  #entitiesAt({ request, part, place }: PlaceAddress): readonly DataObject[] {
    return this.#entities[request]?.[part]?.[place] ?? [];
  }

  #exchange(request: LinkedRequest, index: number, { asked, body }: Written): Promise<void> {
    const { scope, call, observe } = this.#around;
    const { subgraph, isMutation } = request.plan;
    const observed = observe === null ? null : observedCall(observe, index, asked);
    const send = call(subgraph);
    const called =
      send === undefined
        ? Promise.resolve(failure('SUBGRAPH_UNAVAILABLE', 'no such subgraph'))
        : send(scope, body, {
            kind: isMutation ? 'mutation' : 'query',
            fits: (answer) => answersAll(asked, answer),
            ...(observed === null ? {} : { observe: observed.facts }),
          });
    return called.then((outcome) => {
      observed?.ended(outcome);
      this.#read(request, asked, outcome);
    });
  }

  #read(request: LinkedRequest, asked: readonly Asked[], outcome: SubgraphOutcome): void {
    const { subgraph } = request.plan;
    if (outcome.kind === 'failure') {
      const fault = new Fault(outcome.code, subgraph);
      for (const it of asked) fillAll(it, fault);
      return;
    }
    const { response, status } = outcome;
    if (response.data !== null) {
      const unrequested = request.audit.unrequested(response.data);
      if (unrequested > 0) this.#around.unrequested(subgraph, unrequested);
      for (const it of asked) readPart(it, response, subgraph, this.#program.contextual, this.#unknown);
    }
    if (response.errorCount > 0) {
      const accepted = status >= 200 && status < 300;
      this.#unplaced.push(...placeErrors(response, asked, subgraph, accepted));
      this.#omitted += response.errorCount - response.errors.length;
    }
  }
}

/** One part of a request, about to be sent. */
export interface Asked extends AskedPart {
  /** Places in which its entities stand. */
  readonly objects: number;
}

const askedOf = (part: LinkedPart, { targets, objects }: EntityCollector): Asked => ({
  part,
  targets,
  objects,
});

/** A request that is ready to be sent. */
interface Written {
  readonly asked: readonly Asked[];
  readonly body: string;
}

/** @param copied whether objects must not be shared between places, because later requests depend on the place */
function readPart(
  { part, targets }: AskedPart,
  { data, errorCount }: GraphqlResponse,
  subgraph: string,
  copied: boolean,
  unknown: Map<object, string>,
): void {
  const { reader } = part;
  if (data === null) return;
  if (part.kind === 'root') {
    forEachObject(targets, (target) => {
      readInto(target, copied ? structuredClone(data) : data, reader, target['__typename']);
    });
    return;
  }
  const entities = data[part.key] ?? null;
  // Null is explained by the errors that come with it, or is as wrong as any other value.
  if (entities === null && errorCount > 0) return;
  if (!Array.isArray(entities) || entities.length !== targets.length) {
    refuse(targets, part, subgraph);
    return;
  }
  for (let index = 0; index < targets.length; index += 1) {
    const target = targets[index];
    const entity: unknown = entities[index];
    if (target === undefined) continue;
    if (isDataObject(entity)) readEntity(target, entity, reader, copied);
    else {
      const value = entity === null ? null : new Fault('SUBGRAPH_INVALID_RESPONSE', subgraph);
      fillAll({ part, targets: [target] }, value);
      if (value === null) forEachObject([target], (object) => unknown.set(object, subgraph));
    }
  }
}

function readEntity(target: Target, entity: DataObject, reader: LinkedReader, copied: boolean): void {
  if (!isList(target)) {
    readInto(target, entity, reader, entityType(target, entity, reader));
    return;
  }
  const [first] = target;
  if (first === undefined) return;
  for (const object of target) {
    if (copied) readInto(object, structuredClone(entity), reader, entityType(object, entity, reader));
    else if (object === first) readInto(object, entity, reader, entityType(object, entity, reader));
    else shareInto(object, first, entity, reader);
  }
}

function refuse(targets: readonly Target[], part: LinkedPart, subgraph: string): void {
  fillAll({ part, targets }, new Fault('SUBGRAPH_INVALID_RESPONSE', subgraph));
}
