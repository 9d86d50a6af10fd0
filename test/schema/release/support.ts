import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import {
  generateSigningKey,
  publicPart,
  sha256Hex,
  signRelease,
  type PrivateSigningKey,
  type ReleaseDocument,
  type ReleaseManifest,
} from '@modellregion/schema/release';

export const REGION = 'owl';

/** The supergraph of this repository: four subgraphs. */
export const SUPERGRAPH = readFileSync(join(REPOSITORY_ROOT, 'schema/supergraph.graphql'), 'utf8');

export const stewardKey = generateSigningKey('steward-1');

type Subgraph = ReleaseManifest['subgraphs'][number];

export const subgraphOf = (name: string, change: Partial<Subgraph> = {}): Subgraph => ({
  name,
  operator: {
    name: 'Stadt Delbrück',
    ags: '05774016',
    contact: { office: 'Stadtwerke', email: 'stadtwerke@delbrueck.example' },
  },
  url: `https://${name}.delbrueck.example/graphql`,
  sdlSha256: sha256Hex(name),
  version: 1,
  deadlineMs: 3000,
  dataClasses: ['PUBLIC'],
  owns: [],
  keys: [],
  ...change,
});

/** A manifest of the first release of a region with one subgraph, signed by nobody yet. */
export const manifestOf = (change: Partial<ReleaseManifest> = {}): ReleaseManifest => ({
  format: 1,
  region: REGION,
  sequence: 1,
  createdAt: '2026-03-01T08:00:00Z',
  previous: null,
  restores: null,
  reason: 'the first release',
  supergraph: { sha256: sha256Hex(SUPERGRAPH) },
  variants: [],
  subgraphs: [subgraphOf('energy')],
  releaseKeys: [publicPart(stewardKey)],
  contract: { current: 1, previous: 1 },
  ...change,
});

export async function documentOf(
  change: Partial<ReleaseManifest> = {},
  key: PrivateSigningKey = stewardKey,
  supergraph = SUPERGRAPH,
): Promise<ReleaseDocument> {
  const { jws } = await signRelease(
    manifestOf({ supergraph: { sha256: sha256Hex(supergraph) }, ...change }),
    key,
  );
  return { manifest: jws, supergraph };
}

/** The same document with its payload changed and its signature kept. */
export function tampered(document: ReleaseDocument, change: Partial<ReleaseManifest>): ReleaseDocument {
  const [header = '', payload = '', signature = ''] = document.manifest.split('.');
  const manifest: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  const changed = Buffer.from(JSON.stringify({ ...(manifest as object), ...change })).toString('base64url');
  return { ...document, manifest: [header, changed, signature].join('.') };
}
