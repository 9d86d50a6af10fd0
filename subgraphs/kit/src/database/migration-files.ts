import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One folder of `prisma/migrations`. */
export interface MigrationFile {
  /** Folder name, `<yyyymmddhhmmss>_<name>`; also the order. */
  readonly name: string;
  readonly path: string;
  readonly sql: string;
  /** SHA-256 of the file in hex, as Prisma records it. */
  readonly checksum: string;
}

/** All migrations of a folder, in the order of their names; none when the folder is missing. */
export function readMigrations(folder: string): readonly MigrationFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const path = join(folder, name, 'migration.sql');
      const sql = readFileSync(path, 'utf8');
      return { name, path, sql, checksum: sha256(sql) };
    });
}

/** Like Prisma, takes a file whose line ends Git turned from LF to CRLF, or back, for the same file. */
export function hasChecksum(file: MigrationFile, checksum: string): boolean {
  const unix = file.sql.replaceAll('\r\n', '\n');
  return [file.checksum, sha256(unix), sha256(unix.replaceAll('\n', '\r\n'))].includes(checksum);
}

/**
 * The line of a statement that would end the migrator's own transaction and so leave the migration half-applied,
 * or null. `BEGIN` alone also opens function bodies, so only what ends a transaction counts.
 */
export function lineThatEndsTransaction(file: MigrationFile): number | null {
  const index = file.sql
    .split('\n')
    .findIndex((line) => /^\s*(COMMIT|ROLLBACK|END\s+TRANSACTION)\b[^']*;/i.test(line));
  return index < 0 ? null : index + 1;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
