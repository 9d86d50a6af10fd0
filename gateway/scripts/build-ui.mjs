/**
 * Bundles the developer pages (`gateway/ui`) into `dist/ui`: everything local, nothing from a CDN.
 * File names carry a hash of the content, so that browsers may keep them for ever; `manifest.json` tells the
 * server which file is which.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = fileURLToPath(new URL('../dist/ui', import.meta.url));

const common = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  minify: true,
  metafile: true,
  target: 'es2022',
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  define: { 'process.env.NODE_ENV': '"production"' },
};

rmSync(outdir, { recursive: true, force: true });
const started = performance.now();
const results = await Promise.all([
  build({
    ...common,
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    // graphiql/style.css below holds Monaco's styles and fonts already; Monaco's own imports would double them.
    loader: { '.css': 'empty', '.ttf': 'empty' },
    entryPoints: ['ui/graphiql.tsx', 'ui/region.ts'],
  }),
  build({
    ...common,
    format: 'iife',
    entryPoints: {
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    },
  }),
  build({ ...common, entryPoints: ['graphiql/style.css', 'ui/graphiql-page.css', 'ui/region.css'] }),
]);

const outputs = results.flatMap(({ metafile }) => Object.entries(metafile.outputs));
const manifest = { entries: {}, files: outputs.map(([path]) => basename(path)).sort() };
for (const [path, { entryPoint }] of outputs) {
  // Chunks of dynamic imports name an entry point too; only the pages' own parts are looked up by name.
  if (entryPoint !== undefined && !basename(path).startsWith('chunk-')) {
    manifest.entries[basename(path).replace(/-[A-Z0-9]{8}(\.\w+)$/, '$1')] = basename(path);
  }
}
writeFileSync(`${outdir}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);

const megabytes = outputs.reduce((sum, [, { bytes }]) => sum + bytes, 0) / 1e6;
const seconds = (performance.now() - started) / 1000;
console.log(
  `developer pages: ${manifest.files.length} files, ${megabytes.toFixed(1)} MB, ${seconds.toFixed(1)} s`,
);
