import { batchLoader, present } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { AddressRecord } from '../records.js';

/** Postal addresses. */
export interface AddressRepository {
  byId(id: string): Promise<AddressRecord | null>;
  /** For an id that another row refers to. */
  withId(id: string): Promise<AddressRecord>;
  /** Addresses whose street begins with the text, see {@link addressSearchSql}. */
  search(ags: string, text: string, first: number): Promise<readonly AddressRecord[]>;
}

export function addressRepository(db: PrismaClient): AddressRepository {
  const byId = batchLoader<string, AddressRecord>(
    (ids) => db.address.findMany({ where: { id: { in: [...ids] } } }),
    ({ id }) => id,
  );
  return {
    byId: (id) => byId.load(id),
    withId: async (id) => present(await byId.load(id), `address ${id}`),
    search: async (ags, text, first) => {
      const found = await db.$queryRaw<{ id: string }[]>(addressSearchSql(ags, text, first));
      const rows = await Promise.all(found.map(({ id }) => byId.load(id)));
      return rows.filter((row) => row !== null);
    },
  };
}

/**
 * Ids of the addresses that begin with a text such as `muehlenstr. 12`, by street and house number.
 *
 * The database folds the text as it folded the streets (`fold_street`), so that there is one rule; the result
 * has only a-z and 0-9 and can stand in a LIKE pattern. The range of the index `address_search_idx` is all
 * that is read.
 */
export function addressSearchSql(ags: string, text: string, first: number): Prisma.Sql {
  const { street, houseNumber } = splitAddress(text);
  const house = houseNumber === null ? Prisma.empty : Prisma.sql`AND house_number LIKE ${houseNumber} || '%'`;
  return Prisma.sql`
    SELECT id FROM address
     WHERE ags = ${ags} AND fold_street(${street}) <> ''
       AND street_folded COLLATE "C" LIKE fold_street(${street}) || '%' ${house}
     ORDER BY street_folded COLLATE "C", house_value, house_number, id
     LIMIT ${first}`;
}

/** `Am Teich 12 a` → street `Am Teich`, house number `12a`. */
function splitAddress(text: string): { readonly street: string; readonly houseNumber: string | null } {
  const found = /^(.*\D)\s+(\d{1,4})\s*([a-z]?)$/i.exec(text.trim());
  const [, street, number = '', letter = ''] = found ?? [];
  return street === undefined
    ? { street: text, houseNumber: null }
    : { street, houseNumber: `${number}${letter.toLowerCase()}` };
}
