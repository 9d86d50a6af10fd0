import { verifyManifest } from '@modellregion/schema/release';
import { verifyHistory } from '../history/verify.js';
import { readRelease } from '../releases/read-release.js';
import type { Db } from '../store/database.js';
import { CommandError } from './command-error.js';
import { readOptions } from './read-options.js';
import { SERVICE_USAGE, withDatabase } from './with-database.js';

/** `verify`: exit code 0 when the history is whole, 1 when something was changed behind its back. */
export async function verifyCommand(argv: readonly string[]): Promise<number> {
  readOptions(argv, [], SERVICE_USAGE);
  return withDatabase(async (db, { releaseKeys }) => {
    const region = (await db.region.findUnique({ where: { id: 1 } }))?.name;
    if (region === undefined)
      throw new CommandError('The registry is empty: run "modellregion registry init".');
    const { entries, rows, fault } = await verifyHistory(db, region);
    const releaseFault = fault === null ? await badRelease(db, region, releaseKeys) : null;
    if (fault === null && releaseFault === null) {
      process.stdout.write(
        `The history of ${region} is whole: ${String(entries)} entries, ${String(rows)} rows as they were written.\n`,
      );
      return 0;
    }
    const where =
      fault === null
        ? releaseFault
        : `${fault.sequence === null ? 'no entry' : `entry ${String(fault.sequence)}`}: ${fault.problem}`;
    process.stdout.write(
      `The history of ${region} was changed: ${where ?? ''}.\n` +
        'Freeze releases, compare with the last backup that verifies, and restore it.\n',
    );
    return 1;
  });
}

/** The first release that no key of a release before it, and none of ours, has signed. */
async function badRelease(
  db: Db,
  region: string,
  own: readonly { readonly kid: string; readonly ed25519: string }[],
): Promise<string | null> {
  let keys = own.map(({ kid, ed25519 }) => ({ kid, ed25519 }));
  const rows = await db.release.findMany({ orderBy: { sequence: 'asc' } });
  for (const [index, row] of rows.entries()) {
    const { manifest } = readRelease(row);
    // The key of the first may be long gone; that the row is as it was written stands in the history.
    const trusted = index === 0 ? [...keys, ...manifest.releaseKeys] : keys;
    const verdict = await verifyManifest(row.manifest, { keys: trusted, region, minSequence: 1 });
    if (!verdict.ok) return `release ${String(row.sequence)}: ${verdict.refusal.text}`;
    if (verdict.value.hash !== row.hash) return `release ${String(row.sequence)}: its hash is another one`;
    keys = [...keys, ...manifest.releaseKeys];
  }
  return null;
}
