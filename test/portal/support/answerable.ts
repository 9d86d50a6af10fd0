import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { buildSchema, Kind, parse, print, validate, type DocumentNode } from 'graphql';

const read = (file: string): string => readFileSync(join(REPOSITORY_ROOT, 'schema', file), 'utf8');

export const API_SDL = read('api.graphql');

const api = buildSchema(API_SDL);

/** The portal queries that the region answers today, by name (`Q01_MyDashboard`). */
export const answerableQueries: ReadonlyMap<string, DocumentNode> = new Map(
  parse(read('portal-queries.graphql')).definitions.flatMap((definition) => {
    const document = parse(print(definition));
    if (definition.kind !== Kind.OPERATION_DEFINITION || validate(api, document).length > 0) return [];
    return [[definition.name?.value ?? '', document]];
  }),
);
