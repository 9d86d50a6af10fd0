import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { SubgraphText } from '@modellregion/schema/compose';
import { graphql, parse, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { mockField, mockType } from './mock-values.js';

/** Subgraphs that answer with made-up values. */
export interface MockSubgraphs {
  readonly urls: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const MAX_BODY = 2 * 1024 * 1024;
const request = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).optional() });

/** Serves mocks of some subgraphs on one free port of this machine; whoever asks is answered, as nothing in it is true. */
export async function mockSubgraphs(subgraphs: readonly SubgraphText[]): Promise<MockSubgraphs> {
  const schemas = new Map(subgraphs.map(({ name, sdl }) => [`/${name}/graphql`, mockSchema(sdl)]));
  const server = createServer((incoming, response) => {
    const reply = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const schema = schemas.get(incoming.url ?? '');
    // Readiness is asked beside the endpoint.
    if (incoming.method === 'GET') reply(200, { status: 'ready' });
    else if (schema === undefined) reply(404, {});
    else {
      answer(incoming, schema).then(
        (body) => reply(200, body),
        () => reply(400, { errors: [{ message: 'The request is no GraphQL.' }] }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const urls = subgraphs.map(
    ({ name }) => [name, `http://127.0.0.1:${String(port)}/${name}/graphql`] as const,
  );
  return {
    urls: new Map(urls),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Entities are what their keys say; the rest is made up field by field. */
function mockSchema(sdl: string): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(sdl) });
}

async function answer(incoming: IncomingMessage, schema: GraphQLSchema): Promise<object> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of incoming) {
    length += (piece as Buffer).length;
    if (length > MAX_BODY) throw new Error('too long');
    pieces.push(piece as Buffer);
  }
  const { query, variables } = request.parse(JSON.parse(Buffer.concat(pieces).toString('utf8')));
  return graphql({
    schema,
    source: query,
    fieldResolver: mockField,
    typeResolver: mockType,
    ...(variables === undefined ? {} : { variableValues: variables }),
  });
}
