import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { readPublicSigningKeys, SigningKeyFileError, verifyRelease } from '@modellregion/schema/release';
import { errorMessage, OperatorError } from '../../database/index.js';
import { valueOf } from '../settings.js';
import type { Environment } from '../state-folder.js';

/** A supergraph, and where it comes from, in words. */
export interface ReleasedSupergraph {
  readonly sdl: string;
  readonly from: string;
}

const PATIENCE_MS = 10_000;

/**
 * The supergraph that a region has released: `latest` of its registry, whose signature is verified; a file with a
 * supergraph; or without a registry the one that lies in the project.
 *
 * @throws OperatorError when there is none, or it is not signed by a key that is trusted here
 */
export async function releasedSupergraph(release: string, env: Environment): Promise<ReleasedSupergraph> {
  const registry = valueOf(env, 'MODELLREGION_REGISTRY_URL');
  if (release === 'latest' && registry !== null)
    return fromRegistry(new URL('/releases/latest', registry), env);
  const file = release === 'latest' ? join(REPOSITORY_ROOT, 'schema/supergraph.graphql') : resolve(release);
  if (existsSync(file)) return { sdl: readFileSync(file, 'utf8'), from: file };
  throw new OperatorError(
    release === 'latest'
      ? `There is no release to run: set MODELLREGION_REGISTRY_URL and MODELLREGION_RELEASE_KEYS, or name a file with ` +
          `the region's supergraph with --release FILE.`
      : `--release: there is no file ${file}.`,
  );
}

async function fromRegistry(url: URL, env: Environment): Promise<ReleasedSupergraph> {
  const [region, keyFile] = ['MODELLREGION_REGION', 'MODELLREGION_RELEASE_KEYS'].map((name) =>
    valueOf(env, name),
  );
  if (region == null || keyFile == null) {
    throw new OperatorError(
      'Set MODELLREGION_REGION to the name of the region and MODELLREGION_RELEASE_KEYS to the file with its public keys: ' +
        'a release that nobody vouches for is not run.',
    );
  }
  const verdict = await verifyRelease(await download(url), {
    keys: trusted(keyFile),
    region,
    minSequence: 1,
  });
  if (!verdict.ok)
    throw new OperatorError(`The release of ${url.origin} is refused: ${verdict.refusal.text}`);
  const { manifest, supergraphSdl } = verdict.value;
  return { sdl: supergraphSdl, from: `release ${String(manifest.sequence)} of ${manifest.region}` };
}

function trusted(file: string): ReturnType<typeof readPublicSigningKeys> {
  try {
    return readPublicSigningKeys(file);
  } catch (error) {
    if (error instanceof SigningKeyFileError) throw new OperatorError(error.message);
    throw error;
  }
}

async function download(url: URL): Promise<unknown> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`HTTP ${String(response.status)}`);
    return await response.json();
  } catch (error) {
    throw new OperatorError(`${url.href} cannot be read: ${errorMessage(error)}.`);
  }
}
