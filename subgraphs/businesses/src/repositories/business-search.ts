import {
  connectionFrom,
  decodeCursor,
  encodeCursor,
  searchPatterns,
  wzCodeRange,
  type Connection,
  type WzCode,
} from '@modellregion/subgraph-kit';
import { Prisma } from '../generated/prisma/client.js';
import type { BusinessRecord } from './records.js';
import { BUSINESS } from './tables.js';

/** Where a page of businesses begins, and how long it is. */
export interface BusinessPage {
  readonly first: number;
  readonly after: string | null;
}

/** Conditions of a search; all that are given hold. */
export interface BusinessSearch extends BusinessPage {
  readonly ags: string | null;
  readonly wzCode: WzCode | null;
  readonly text: string | null;
}

/** Those that have not ceased: what lists and searches show. */
export const NOT_CEASED = Prisma.sql`business.status <> 'CEASED'`;

/** The statement of a page; a test explains it. Each condition has an index of its own. */
export function businessSearchStatement({ ags, wzCode, text, first, after }: BusinessSearch): Prisma.Sql {
  const conditions = [NOT_CEASED, behind(after)];
  for (const pattern of text === null ? [] : searchPatterns(text)) {
    conditions.push(Prisma.sql`business.search_text LIKE ${pattern}`);
  }
  if (ags !== null) {
    conditions.push(Prisma.sql`business.id IN (SELECT business_id FROM premises WHERE ags = ${ags})`);
  }
  if (wzCode !== null) {
    const { from, to } = wzCodeRange(wzCode);
    conditions.push(Prisma.sql`business.id IN (
      SELECT business_id FROM business_wz_code WHERE code >= ${from} AND code < ${to})`);
  }
  return Prisma.sql`
    SELECT ${BUSINESS.columns} FROM business
     WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY name, id LIMIT ${first + 1}`;
}

/** The rows behind a cursor in the order of every list of businesses: name, id. */
export function behind(after: string | null): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  const [name, id] = decodeCursor(after, ['string', 'string']);
  return Prisma.sql`(business.name, business.id) > (${name}, ${id})`;
}

/** @param rows at most `first + 1`, in order of name, id */
export function businessPage(
  rows: readonly BusinessRecord[],
  { first, after }: BusinessPage,
): Connection<BusinessRecord> {
  return connectionFrom(rows, first, ({ name, id }) => encodeCursor([name, id]), after);
}
