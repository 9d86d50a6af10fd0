import { raw, type Sql } from '@prisma/client/runtime/client';

/** A table as statements written by hand read it. */
export interface Table {
  readonly name: Sql;
  /** Its columns under the names of the record. */
  readonly columns: Sql;
}

/**
 * A table with Prisma's names of its fields: `fileReference` is read from the column `file_reference`, as
 * prisma/schema.prisma maps every field.
 *
 * @param name name in the database
 * @param fields `Object.values(Prisma.…ScalarFieldEnum)`
 */
export function tableOf(name: string, fields: readonly string[]): Table {
  const columns = fields.map((field) => `${name}.${columnOf(field)} AS "${field}"`);
  return { name: raw(name), columns: raw(columns.join(', ')) };
}

function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
