import { readEntry, type RegistryEntry } from '@modellregion/schema';
import { manifestSchema, type ReleaseManifest, type ReleaseSubgraph } from '@modellregion/schema/release';
import type { Release } from '../generated/prisma/client.js';
import type { Tx } from '../store/database.js';

/** A release with what its manifest says. */
export interface ReadRelease {
  readonly row: Release;
  readonly manifest: ReleaseManifest;
}

/** A subgraph as a release has it: its entry and SDL. */
export interface ReleasedContract {
  readonly entry: RegistryEntry;
  readonly sdl: string;
}

/** @throws ZodError when the row was changed into something that is no manifest */
export function readRelease(row: Release): ReadRelease {
  const payload = Buffer.from(row.manifest.split('.')[1] ?? '', 'base64url').toString('utf8');
  return { row, manifest: manifestSchema.parse(JSON.parse(payload)) };
}

/** The release that is in force; null before the first. */
export async function headRelease(tx: Tx): Promise<ReadRelease | null> {
  const row = await tx.release.findFirst({ orderBy: { sequence: 'desc' } });
  return row === null ? null : readRelease(row);
}

export async function releaseAt(tx: Tx, sequence: number): Promise<ReadRelease | null> {
  const row = await tx.release.findUnique({ where: { sequence } });
  return row === null ? null : readRelease(row);
}

/** Every subgraph of a release with the entry and SDL of the version it has there. */
export async function contractsOf(
  tx: Tx,
  subgraphs: readonly ReleaseSubgraph[],
): Promise<readonly ReleasedContract[]> {
  const versions = await tx.subgraphVersion.findMany({
    where: { OR: subgraphs.map(({ name, version }) => ({ subgraph: name, version })) },
  });
  return subgraphs.map(({ name, keys }) => {
    const version = versions.find(({ subgraph }) => subgraph === name);
    if (version === undefined) throw new Error(`The version of ${name} that is released is not stored.`);
    const reading = readEntry(JSON.parse(version.entry));
    if (!reading.ok)
      throw new Error(`The stored entry of ${name} cannot be read: ${reading.faults.join('; ')}.`);
    return { entry: { ...reading.entry, keys }, sdl: version.sdl };
  });
}
