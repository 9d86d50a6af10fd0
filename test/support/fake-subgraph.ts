import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

type Resolvers = NonNullable<
  Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>['resolvers']
>;

/** One GraphQL call as it arrived. */
export interface ReceivedCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A GraphQL response as it leaves the schema. */
export type RightAnswer = Awaited<ReturnType<typeof graphql>>;

/** A call to somebody who misbehaves, and what would be right. */
export interface MisansweredCall {
  readonly query: string;
  readonly right: () => Promise<RightAnswer>;
}

/** Answers a call in place of GraphQL: a subgraph that misbehaves. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, call: MisansweredCall) => void;

/** Answers the same whatever is asked. */
export type GivenAnswer = (request: IncomingMessage, response: ServerResponse) => void;

type Variables = Record<string, unknown>;

export interface FakeSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url: string;
  /** GraphQL calls so far. */
  readonly calls: ReceivedCall[];
  /** Misbehave from now on; null: be good again. */
  behave(behaviour: Behaviour | null): void;
  /** Once nobody has a connection to it any longer. */
  unconnected(): Promise<void>;
  close(): Promise<void>;
}

/** A small subgraph over real HTTP, or with `tls` HTTPS, on a free port: an SDL, resolvers and `/readyz`. */
export async function fakeSubgraph(
  name: string,
  sdl: string,
  resolvers: Resolvers,
  tls?: { readonly cert: string; readonly key: string },
): Promise<FakeSubgraph> {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  const calls: ReceivedCall[] = [];
  let behaviour: Behaviour | null = null;
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    void readBody(request).then(async (body) => {
      if (request.url === '/readyz') {
        json(response, { status: 'ready', version: '9.9.9' });
        return;
      }
      calls.push({ path: request.url ?? '', headers: request.headers, body });
      const { query, variables = {} } = JSON.parse(body) as { query: string; variables?: Variables };
      const right = (): Promise<RightAnswer> => graphql({ schema, source: query, variableValues: variables });
      if (behaviour !== null) behaviour(request, response, { query, right });
      else json(response, await right());
    });
  };
  const server: Server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
  const port = await listen(server);
  const { unconnected } = watchConnections(server);
  return {
    name,
    sdl,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}/graphql`,
    calls,
    behave: (next) => {
      behaviour = next;
    },
    unconnected,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function watchConnections(server: Server): Pick<FakeSubgraph, 'unconnected'> {
  const open = new Set<Socket>();
  const waiting: (() => void)[] = [];
  const tell = (): void => {
    if (open.size > 0) return;
    for (const resolve of waiting.splice(0)) resolve();
  };
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      tell();
    });
  });
  return {
    unconnected: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        tell();
      }),
  };
}

/** Answers with exactly this text. */
export function answering(
  body: string | Buffer,
  headers: Record<string, string> = {},
  status = 200,
): GivenAnswer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
}

/** Answers with this GraphQL response. */
export function answeringJson(value: unknown, status = 200): GivenAnswer {
  return answering(JSON.stringify(value), {}, status);
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
