import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { PrivateCallKey } from '@modellregion/schema';
import { callVerifier, systemClock } from '@modellregion/subgraph-kit';
import { graphql, parse } from 'graphql';

/** One thing done wrong. */
export type Sin =
  | 'answers unsigned calls'
  | 'forgets which calls it has seen'
  | 'serves another contract'
  | 'sorts entities'
  | 'leaves unknown keys out'
  | 'answers unknown keys'
  | 'breaks on odd keys'
  | 'prints stacks'
  | 'has no limits'
  | 'is never ready';

export const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
type Query { trails(ags: ID!): [Trail!] }
type Trail @key(fields: "id") { id: ID! name: String! }
`;

const TRAILS = [
  { id: 'trail-c', name: 'Emsradweg' },
  { id: 'trail-a', name: 'Dalkepfad' },
  { id: 'trail-b', name: 'Hermannsweg' },
];

/** A subgraph made without the kit that does everything right but for some sins. */
export async function sloppySubgraph(
  sins: readonly Sin[],
  keys: { readonly own: PrivateCallKey; readonly gateway: PrivateCallKey },
): Promise<{ readonly url: URL; close(): void }> {
  const does = (sin: Sin): boolean => sins.includes(sin);
  const schema = schemaOf(does);
  const fresh = () => callVerifier({ own: [keys.own], gateway: [keys.gateway] }, systemClock);
  const kept = fresh();
  const server = createServer((request, response) => {
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const answer = async (): Promise<readonly [status: number, body: unknown]> => {
      if (request.url === '/livez') return [200, {}];
      if (request.url === '/readyz') return [does('is never ready') ? 503 : 200, {}];
      const body = await read(request);
      const { headers, method = '', url = '' } = request;
      const verify = does('forgets which calls it has seen') ? fresh() : kept;
      const verdict = await verify({ method, url, headers, body });
      if (method !== 'POST') return [405, {}];
      if (!verdict.ok && !does('answers unsigned calls')) return [401, {}];
      if (body.length > 1_000_000 && !does('has no limits')) return [413, {}];
      return [200, await execute(body)];
    };
    const execute = async (body: Buffer): Promise<unknown> => {
      const { query, variables } = JSON.parse(body.toString()) as { query: string; variables?: object };
      if (!does('has no limits')) parse(query, { maxTokens: 10_000 });
      if (does('has no limits') && query.length > 1_000_000) return { data: {} };
      return graphql({ schema, source: query, variableValues: { ...variables } });
    };
    const answered = answer().then(([status, body]) => {
      send(status, body);
    });
    answered.catch((error: unknown) => {
      const stack = error instanceof Error ? error.stack : '';
      send(400, { errors: [{ message: does('prints stacks') ? stack : 'bad request' }] });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${String(port)}/graphql`),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function schemaOf(does: (sin: Sin) => boolean) {
  const sdl = does('serves another contract') ? SDL.replace('name: String!', 'name: String') : SDL;
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: {
      Query: { trails: () => TRAILS },
      Trail: {
        __resolveReference: ({ id }: { id: unknown }) => {
          if (does('breaks on odd keys') && typeof id !== 'string') throw new Error('no text');
          if (does('answers unknown keys')) return { id, name: 'x' };
          return TRAILS.find((trail) => trail.id === id) ?? null;
        },
      },
    },
  });
  const entities = schema.getQueryType()?.getFields()['_entities'];
  const resolve = entities?.resolve;
  if (entities === undefined || resolve === undefined) throw new Error('no _entities');
  entities.resolve = async (...args) => {
    const answered = await Promise.all((await resolve(...args)) as Promise<{ id: string } | null>[]);
    if (does('leaves unknown keys out')) return answered.filter((it) => it !== null);
    if (does('sorts entities')) return answered.toSorted((a, b) => ((a?.id ?? '') < (b?.id ?? '') ? -1 : 1));
    return answered;
  };
  return schema;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
