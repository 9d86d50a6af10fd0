import type { ServerResponse } from 'node:http';
import type { Behaviour } from '../support/fake-subgraph.js';
import { RIGHT, type Data } from './region.js';

/** One way to misbehave, and what a portal is to read then. */
export interface Mode {
  /** What the works do, as the end of the sentence "the works …". */
  readonly name: string;
  readonly behave: Behaviour;
  readonly data: Data;
  /** `path CODE` of each error, sorted; `-` is an error without a place. */
  readonly errors: readonly string[];
}

/** Stands in every text of a faulty subgraph: nothing of it may reach a portal. */
export const INTERNAL = 'internal-7.stadtwerke.example';

const WITHOUT_WORKS: Data = {
  greeting: RIGHT.greeting,
  towns: RIGHT.towns.map((town) => ({ ...town, power: null })),
  works: null,
};

const POWERS = ['towns.0.power', 'towns.1.power', 'towns.2.power'];

/** Every fetch of the works is lost. */
export const lost = (name: string, code: string, behave: Behaviour): Mode => ({
  name,
  behave,
  data: WITHOUT_WORKS,
  errors: [...POWERS, 'works'].map((path) => `${path} ${code}`),
});

/** Nothing is lost. */
export const harmless = (name: string, behave: Behaviour, errors: readonly string[] = []): Mode => ({
  name,
  behave,
  data: RIGHT,
  errors,
});

/** The fields of `works` get these values; what is lost then. */
export const wrongWorks = (
  name: string,
  fields: Readonly<Record<string, unknown>>,
  lostFields: Readonly<Record<string, unknown>> | null,
  errors: readonly string[],
): Mode => ({
  name,
  behave: onRoot(({ data }) => ({ data: { works: { ...worksOf(data), ...fields } } })),
  data: { ...RIGHT, works: lostFields === null ? null : { ...RIGHT.works, ...lostFields } },
  errors: errors.map((path) => `${path} SUBGRAPH_INVALID_RESPONSE`),
});

/** What the works answer about the towns is this instead of the list of entities. */
export const wrongEntities = (
  name: string,
  change: (entities: readonly Entity[]) => unknown,
  powers: readonly (number | null)[],
  errors: readonly string[],
): Mode => ({
  name,
  behave: onEntities((entities) => change(entities)),
  data: { ...RIGHT, towns: RIGHT.towns.map((town, index) => ({ ...town, power: powers[index] ?? null })) },
  errors: errors.map((path) => `${path} SUBGRAPH_INVALID_RESPONSE`),
});

export type Entity = Readonly<Record<string, unknown>>;

/** A GraphQL response, right or wrong. */
type Answer = Readonly<Record<string, unknown>>;

/** What would be right. */
interface Right extends Answer {
  readonly data: Readonly<Record<string, unknown>>;
}

const isForEntities = (query: string): boolean => query.includes('_entities');

export const worksOf = (data: unknown): Entity => (data as { works: Entity }).works;

/** Changes the answer about root fields. */
export function onRoot(change: (right: Right) => Answer, status = 200): Behaviour {
  return (_request, response, { query, right }) => {
    void right().then(({ data }) => {
      const answer = { data: data ?? {} };
      sendJson(response, isForEntities(query) ? answer : change(answer), isForEntities(query) ? 200 : status);
    });
  };
}

/** Answers after all others, whose answers are there by then. */
export function later(behave: Behaviour): Behaviour {
  return (request, response, call) => {
    setTimeout(() => {
      behave(request, response, call);
    }, 60);
  };
}

/** Changes every list of entities, whatever name the fetch gives it. */
export function onEntities(change: (entities: readonly Entity[]) => unknown): Behaviour {
  return (_request, response, { query, right }) => {
    void right().then((answer) => {
      if (!isForEntities(query)) {
        sendJson(response, answer);
        return;
      }
      const lists = Object.entries(answer.data ?? {}).map(([key, list]): [string, unknown] => [
        key,
        change(list as Entity[]),
      ]);
      sendJson(response, { data: Object.fromEntries(lists) });
    });
  };
}

/** Changes the whole answer of every fetch. */
export function onAll(
  change: (right: Right) => Answer,
  headers: Readonly<Record<string, string | string[]>> = {},
  status = 200,
): Behaviour {
  return (_request, response, { right }) => {
    void right().then(({ data }) => {
      sendJson(response, change({ data: data ?? {} }), status, headers);
    });
  };
}

/** Changes the text of every answer. */
export function onText(
  change: (json: string) => string | Buffer,
  headers: Record<string, string> = {},
): Behaviour {
  return (_request, response, { right }) => {
    void right().then((answer) => {
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      response.end(change(JSON.stringify(answer)));
    });
  };
}

/** Writes these bytes in place of an HTTP response, then perhaps ends the connection. */
export function bytes(text: string, then: 'stay' | 'end' | 'reset' = 'stay'): Behaviour {
  return ({ socket }) => {
    socket.write(text, () => {
      if (then === 'end') socket.end();
      if (then === 'reset') socket.resetAndDestroy();
    });
  };
}

/** Writes a text over and over until the other side has had enough. */
export function flood(head: string, text: string, everyMs: number | null = null): Behaviour {
  return ({ socket }) => {
    socket.on('error', () => socket.destroy());
    socket.write(head);
    if (everyMs !== null) {
      const timer = setInterval(() => socket.write(text), everyMs);
      socket.once('close', () => {
        clearInterval(timer);
      });
      return;
    }
    const more = (): void => {
      while (!socket.destroyed && socket.write(text));
    };
    socket.on('drain', more);
    more();
  };
}

function sendJson(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string | string[]>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}
