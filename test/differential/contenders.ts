import { readFileSync } from 'node:fs';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { execute, parse, type GraphQLSchema } from 'graphql';
import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';
import { startGateway, temporaryFolder, writeSupergraph } from '../support/gateway-under-test.js';
import { linked, type Fixture, type Row, type World } from './fixture.js';
import { resolverOf, subgraphResolvers } from './subgraph-resolvers.js';
import { shapeOf } from './subgraph-shape.js';

/** One operation as a client sends it. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What came of it, as far as it is compared. */
export interface Outcome {
  readonly data: unknown;
  readonly errors: readonly { readonly path?: readonly (string | number)[]; readonly message: string }[];
}

/** One way to execute operations over a fixture. */
export interface Contender {
  run(operation: Operation): Promise<Outcome>;
  close(): Promise<void>;
}

/** A gateway with this executor over subgraphs of its own. */
export async function startContender(fixture: Fixture, executor: string): Promise<Contender> {
  const folder = temporaryFolder();
  const world = fixture.world();
  const subgraphs = await startSubgraphs(fixture, world);
  const closeSubgraphs = async (): Promise<void> => {
    await Promise.all(subgraphs.map((it) => it.close()));
    folder.remove();
  };
  try {
    const gateway = await startGateway(writeSupergraph(folder.path, subgraphs), {
      env: { MODELLREGION_EXECUTOR: executor, LOG_LEVEL: 'fatal' },
    });
    return {
      run: ({ query, variables }) => {
        world.reset?.();
        return gateway.query(query, { variables });
      },
      close: async () => {
        await gateway.close();
        await closeSubgraphs();
      },
    };
  } catch (error) {
    await closeSubgraphs();
    throw error;
  }
}

async function startSubgraphs({ subgraphs }: Fixture, world: World): Promise<FakeSubgraph[]> {
  const shapes = new Map(Object.entries(subgraphs).map(([name, sdl]) => [name, shapeOf(sdl)]));
  return Promise.all(
    Object.entries(subgraphs).map(([name, sdl]) =>
      fakeSubgraph(name, linked(sdl), subgraphResolvers(name, shapes, world)),
    ),
  );
}

/** The schema that clients of the composed fixture see. */
export function clientSchema({ subgraphs }: Fixture): GraphQLSchema {
  const folder = temporaryFolder();
  const parts = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: 'http://127.0.0.1',
    sdl: linked(sdl),
  }));
  const supergraph = readFileSync(writeSupergraph(folder.path, parts), 'utf8');
  folder.remove();
  return Supergraph.build(supergraph, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES })
    .apiSchema()
    .toGraphQLJSSchema();
}

/** graphql-js over the whole data in one schema: what the answer is. */
export function oracle(schema: GraphQLSchema, world: World): Contender {
  return {
    run: async ({ query, variables }) => {
      world.reset?.();
      const { data, errors = [] } = await execute({
        schema,
        document: parse(query),
        variableValues: variables,
        fieldResolver: (source: Row | undefined, args, _context, { parentType, fieldName }) => {
          const typeNames = [parentType.name, ...parentType.getInterfaces().map((it) => it.name)];
          const resolver = resolverOf([world.oracle, world.resolvers], typeNames, fieldName);
          return resolver === null ? source?.[fieldName] : resolver(source as never, args as never);
        },
        typeResolver: (row: Row) => String(row['__typename']),
      });
      return { data: data ?? null, errors: errors.map(({ message, path = [] }) => ({ message, path })) };
    },
    close: () => Promise.resolve(),
  };
}
