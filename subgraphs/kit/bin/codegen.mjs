#!/usr/bin/env node
// Makes src/generated of the subgraph in the current folder: the Prisma client and the resolver types.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(join(process.cwd(), 'package.json')));
const env = {
  ...process.env,
  // Prisma asks its download server for an engine that "generate" never runs; any executable stands for it.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  // Prisma's configuration must name a database; "generate" never connects to it.
  DATABASE_URL: process.env.DATABASE_URL ?? 'postgresql://localhost/none',
};

function run(packageName, bin, args) {
  const manifest = require(`${packageName}/package.json`);
  const script = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin];
  const path = require.resolve(`${packageName}/package.json`).replace(/package\.json$/, script);
  const done = spawnSync(process.execPath, [path, ...args], { env, encoding: 'utf8' });
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout}${done.stderr}\n${bin} ${args.join(' ')} failed in ${process.cwd()}\n`);
    process.exit(1);
  }
}

if (existsSync('prisma/schema.prisma')) run('prisma', 'prisma', ['generate', '--no-hints']);
run('@graphql-codegen/cli', 'graphql-codegen', ['--config', 'codegen.ts']);
