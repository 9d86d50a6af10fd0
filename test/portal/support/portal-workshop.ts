import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import { preset, type ClientPresetConfig } from '@graphql-codegen/client-preset';
import type { Types } from '@graphql-codegen/plugin-helpers';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { buildASTSchema, parse, print, type DocumentNode } from 'graphql';
import ts from 'typescript';
import { API_SDL } from './answerable.js';

/** A portal's source folder as its developers would have it, outside the repository. */
export interface Workshop {
  /** Writes a source file. */
  readonly write: (file: string, text: string) => void;
  /** Loads a module of the portal. */
  readonly load: (file: string) => Promise<Record<string, unknown>>;
  /** Compiles files as strictly as this repository and tells what is wrong, as `TS2339: text` by file. */
  readonly compile: (files: readonly string[]) => Readonly<Record<string, readonly string[]>>;
  readonly remove: () => void;
}

/** How the portal's modules are made to run; whether they are right is `compile`'s business. */
const RUNS = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };

/** One folder of generated code, as codegen.ts describes it. */
interface GeneratedFolder {
  readonly presetConfig: ClientPresetConfig;
  readonly documentTransforms: readonly Types.DocumentTransformObject[];
  readonly config: Readonly<Record<string, unknown>>;
}

interface CodegenConfig {
  readonly config: { readonly generates: Readonly<Record<string, GeneratedFolder>> };
}

/** Sets up a portal by the book: published files, the examples of schema/README.md, and its types generated. */
export async function openWorkshop(queries: ReadonlyMap<string, DocumentNode>): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'modellregion-portal-'));
  const write = (file: string, text: string): void => {
    writeInto(join(folder, file), text);
    const runs = file.endsWith('.ts') ? ts.transpileModule(text, { compilerOptions: RUNS }).outputText : text;
    writeInto(join(folder, 'dist', file.replace(/\.ts$/, '.js')), runs);
  };
  const load = async (file: string): Promise<Record<string, unknown>> =>
    (await import(join(folder, 'dist', file.replace(/\.ts$/, '.js')))) as Record<string, unknown>;
  symlinkSync(join(REPOSITORY_ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  write('package.json', '{ "type": "module" }');
  for (const file of ['key-fields.json', 'possible-types.json']) {
    write(file, readFileSync(join(REPOSITORY_ROOT, 'schema', file), 'utf8'));
  }
  for (const [file, text] of documentedExamples()) write(file, text);
  const { config } = (await load('codegen.ts')) as unknown as CodegenConfig;
  for (const [file, text] of await generate(config, queries)) write(file, text);
  return {
    write,
    load,
    compile: (files) => compile(folder, files),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function writeInto(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The TypeScript of schema/README.md by the file name in its first line. */
function documentedExamples(): readonly (readonly [file: string, text: string])[] {
  const page = readFileSync(join(REPOSITORY_ROOT, 'schema/README.md'), 'utf8');
  return [...page.matchAll(/```ts\r?\n\/\/ (\S+\.ts)\r?\n(.*?)```/gs)].map(([, file = '', text = '']) => [
    file,
    text,
  ]);
}

/** What the command `graphql-codegen` does with codegen.ts; the command itself would be a heavy dependency. */
async function generate(
  { generates }: CodegenConfig['config'],
  queries: ReadonlyMap<string, DocumentNode>,
): Promise<readonly (readonly [file: string, text: string])[]> {
  const files: (readonly [string, string])[] = [];
  for (const [folder, output] of Object.entries(generates)) {
    for (const section of await sectionsOf(folder, output, queries)) {
      files.push([section.filename, await codegen(section)]);
    }
  }
  return files;
}

async function sectionsOf(
  baseOutputDir: string,
  { presetConfig, documentTransforms, config }: GeneratedFolder,
  queries: ReadonlyMap<string, DocumentNode>,
): Promise<Types.GenerateOptions[]> {
  const schema = parse(API_SDL);
  return preset.buildGeneratesSection({
    presetConfig,
    baseOutputDir,
    config,
    schema,
    schemaAst: buildASTSchema(schema),
    documents: [...queries].map(([location, document]) => ({ location, document, rawSDL: print(document) })),
    documentTransforms: documentTransforms.map((transformObject, index) => ({
      name: String(index),
      transformObject,
    })),
    plugins: [],
    pluginMap: {},
  });
}

function compile(folder: string, files: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const file = join(REPOSITORY_ROOT, 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(
    {
      extends: file,
      compilerOptions: { noEmit: true, incremental: false, resolveJsonModule: true },
      files,
    },
    ts.sys,
    folder,
  );
  const program = ts.createProgram(
    files.map((name) => join(folder, name)),
    options,
  );
  const found: Record<string, string[]> = Object.fromEntries(files.map((name) => [name, []]));
  for (const { code, file: source, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = source?.fileName.slice(folder.length + 1) ?? '';
    const [text = ''] = ts.flattenDiagnosticMessageText(messageText, '\n').split(/\n| on type '\{/);
    (found[name] ??= []).push(`TS${code}: ${text}`);
  }
  return found;
}
