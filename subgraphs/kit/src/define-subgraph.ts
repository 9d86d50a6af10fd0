import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLSchemaModule } from '@apollo/subgraph/dist/schema-helper/index.js';
import { parse, type GraphQLSchema } from 'graphql';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import { enforceAccess, type Subjects } from './access/index.js';
import type { Clock } from './clock.js';
import type { RequestFacts } from './context.js';
import { guardReferences } from './guard-references.js';
import type { DatabaseSettings } from './database/index.js';
import type { ImportFormat } from './import/import-format.js';
import type { SeedProfile } from './seed-profiles.js';

export { SEED_PROFILES, type SeedProfile } from './seed-profiles.js';

/** What a seed gets: one open transaction; the kit commits it and remembers that it was done. */
export interface SeedContext {
  readonly client: Client;
  readonly profile: SeedProfile;
  /** The day of seeding, which what is current is placed around. */
  readonly clock: Clock;
  readonly log: Logger;
}

export interface SubgraphDefinition<Db, Services> {
  /** Name in the registry. */
  readonly name: string;
  /** Root of the package: holds `schema.graphql` and `prisma/migrations`. */
  readonly folder: URL;
  /** Resolver map, file by file as the GraphQL types are named. */
  readonly resolvers: object;
  /** Opens the database, for example `new PrismaClient({ adapter: prismaAdapter(settings) })`. */
  readonly connect: (settings: DatabaseSettings) => Db;
  readonly disconnect: (db: Db) => Promise<void>;
  /** Loaders and repositories, fresh for each request. */
  readonly services: (db: Db, request: RequestFacts) => Services;
  /** Whose data an object is; needed for every type whose rules say `orSelf`. */
  readonly subjects?: Subjects<Services>;
  /** Writes synthetic data into a migrated database that is empty but for what was imported. */
  readonly seed?: (context: SeedContext) => Promise<void>;
  /** Formats of open data that it imports, in the order in which files of theirs are imported. */
  readonly formats?: readonly ImportFormat[];
  /** Draws those synthetic records anew that rest on imported ones, after an import has changed some. */
  readonly redraw?: (context: SeedContext) => Promise<void>;
}

/** A subgraph ready to be served. */
export interface Subgraph<Db = unknown, Services = unknown> extends SubgraphDefinition<Db, Services> {
  readonly version: string;
  readonly sdl: string;
  readonly schema: GraphQLSchema;
}

/**
 * Builds the executable schema of a subgraph from its SDL and resolvers, with the access rules of the SDL in
 * front of the resolvers.
 *
 * @throws Error if SDL and resolvers do not fit, or a rule cannot be decided.
 */
export function defineSubgraph<Db, Services>(
  definition: SubgraphDefinition<Db, Services>,
): Subgraph<Db, Services> {
  const sdl = readFileSync(new URL('schema.graphql', definition.folder), 'utf8');
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', definition.folder), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : '0';
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: definition.resolvers as NonNullable<GraphQLSchemaModule['resolvers']>,
  });
  return Object.freeze({
    ...definition,
    version,
    sdl,
    schema: enforceAccess(guardReferences(schema), definition.subjects ?? {}),
  });
}
