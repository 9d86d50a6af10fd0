import { escapeIdentifier } from 'pg';
import { z } from 'zod';

/**
 * A backup is one gzip file of lines, readable by hand:
 *
 *     -- modellregion-backup {header}
 *     COPY "table" ("column", …) FROM stdin;
 *     rows in PostgreSQL's COPY text form, which never has a line "\."
 *     \.
 *     … the next table
 *     -- manifest {rows and sha256 of each table}
 *     -- sha256 of every byte before this line
 *
 * Rows and sums come last because they are known only when everything has passed by: nothing is held in memory
 * and nothing is read twice.
 */
export const FORMAT = 1;

export const HEADER = '-- modellregion-backup ';
export const MANIFEST = '-- manifest ';
export const SUM = '-- sha256 ';
export const END_OF_TABLE = '\\.\n';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const tableShape = z.object({ name: z.string().min(1), columns: z.array(z.string().min(1)).min(1) });

export const headerShape = z.object({
  format: z.literal(FORMAT),
  subgraph: z.string().min(1),
  /** Version of the subgraph's package. */
  version: z.string(),
  /** ISO instant. */
  createdAt: z.string(),
  /** `server_version` of the database. */
  postgres: z.string(),
  /** What was applied to the database, in order of names. */
  migrations: z.array(z.object({ name: z.string().min(1), checksum: sha256 })).min(1),
  tables: z.array(tableShape),
  /** What each sequence gives next, as text: it may exceed what JSON numbers hold. */
  sequences: z.array(z.object({ name: z.string().min(1), next: z.string().regex(/^-?\d+$/) })),
});

export const manifestShape = z.object({
  tables: z.array(z.object({ name: z.string(), rows: z.number().int().min(0), sha256 })),
});

/** What a backup says about itself before the first row. */
export type BackupHeader = Readonly<z.infer<typeof headerShape>>;

/** What a backup says about its rows. */
export type BackupManifest = Readonly<z.infer<typeof manifestShape>>;

/** A table with its columns that are stored, not generated, in the order of the rows. */
export type BackupTable = Readonly<z.infer<typeof tableShape>>;

/** The line before a table's rows, and the statement that takes them in again. */
export function copyIn({ name, columns }: BackupTable): string {
  return `COPY ${escapeIdentifier(name)} (${columns.map(escapeIdentifier).join(', ')}) FROM stdin;`;
}

export function copyOut({ name, columns }: BackupTable): string {
  return `COPY ${escapeIdentifier(name)} (${columns.map(escapeIdentifier).join(', ')}) TO STDOUT`;
}

/** How many rows a piece of COPY text ends: a line feed inside a value is written as `\n`. */
export function countRows(text: Uint8Array): number {
  let rows = 0;
  for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) rows += 1;
  return rows;
}
