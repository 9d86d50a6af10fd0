#!/usr/bin/env node
// Makes src/generated of the subgraph in the current folder: the Prisma client from prisma/schema.prisma and
// the resolver types from schema.graphql. What is the subgraph's own (context type, mappers) is in codegen.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { buildASTSchema, parse } from 'graphql';

const FILE = 'src/generated/graphql.ts';

function prismaClient() {
  const require = createRequire(pathToFileURL(join(process.cwd(), 'package.json')));
  const manifest = require.resolve('prisma/package.json');
  const script = join(manifest, '..', require(manifest).bin.prisma);
  const env = {
    ...process.env,
    // Prisma asks its download server for an engine that "generate" never runs; any executable stands for it.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
  const done = spawnSync(process.execPath, [script, 'generate', '--no-hints'], { env, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`prisma generate failed:\n${done.stdout}${done.stderr}`);
}

async function resolverTypes() {
  const own = JSON.parse(readFileSync('codegen.json', 'utf8'));
  const schema = parse(readFileSync('schema.graphql', 'utf8'));
  const output = await codegen({
    filename: FILE,
    documents: [],
    schema,
    schemaAst: buildASTSchema(schema, { assumeValidSDL: true }),
    skipDocumentsValidation: true,
    plugins: [{ typescript: {} }, { 'typescript-resolvers': {} }],
    pluginMap: { typescript, 'typescript-resolvers': typescriptResolvers },
    config: {
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      avoidOptionals: { field: true, object: false, inputValue: false, defaultValue: false },
      maybeValue: 'T | null | undefined',
      resolversNonOptionalTypename: false,
      ...own,
    },
  });
  mkdirSync('src/generated', { recursive: true });
  writeFileSync(FILE, output);
}

try {
  prismaClient();
  await resolverTypes();
} catch (error) {
  process.stderr.write(`${process.cwd()}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
