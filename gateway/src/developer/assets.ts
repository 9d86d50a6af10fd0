import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

/** Where the built files are served; every file name carries the hash of its content. */
export const ASSET_PATH = '/developer-ui/';

/** Built from `gateway/ui` by `scripts/build-ui.mjs`; the same place seen from `src` and from `dist`. */
const BUILT_FOLDER = new URL('../../dist/ui/', import.meta.url);

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** The parts a page may ask for by name. */
export type AssetEntry =
  | 'region.js'
  | 'region.css'
  | 'graphiql.js'
  | 'graphiql-page.css'
  | 'style.css'
  | 'editor.worker.js'
  | 'json.worker.js'
  | 'graphql.worker.js';

/** One file on disk, ready to be sent. */
export interface Asset {
  readonly location: URL;
  readonly contentType: string;
  readonly etag: string;
}

/** The built files of the pages. */
export interface Assets {
  /** Address of a part on this origin. */
  url(entry: AssetEntry): string;
  /** The file of that name, or null; names not in the manifest do not exist, so no path can leave the folder. */
  file(name: string): Asset | null;
}

/** Reads the manifest of the build; null where the UI is not built, and then pages show what works without. */
export function loadAssets(folder: URL = BUILT_FOLDER): Assets | null {
  const manifest = readManifest(folder);
  if (manifest === null) return null;
  const files = new Map(manifest.files.map((name) => [name, describe(folder, name)]));
  return {
    url: (entry) => ASSET_PATH + (manifest.entries[entry] ?? entry),
    file: (name) => files.get(name) ?? null,
  };
}

function describe(folder: URL, name: string): Asset {
  const contentType = CONTENT_TYPES[extname(name)] ?? 'application/octet-stream';
  return { location: new URL(name, folder), contentType, etag: `"${name}"` };
}

interface Manifest {
  readonly entries: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

function readManifest(folder: URL): Manifest | null {
  let text: string;
  try {
    text = readFileSync(new URL('manifest.json', folder), 'utf8');
  } catch {
    return null;
  }
  const manifest: unknown = JSON.parse(text);
  if (!isManifest(manifest)) {
    throw new Error(
      `${folder.pathname}manifest.json is not as built. Run: npm run build -w @modellregion/gateway`,
    );
  }
  return manifest;
}

function isManifest(value: unknown): value is Manifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'entries' in value &&
    'files' in value &&
    Array.isArray(value.files)
  );
}
