import {
  batchLoader,
  groupLoader,
  parseWzCode,
  present,
  wzCodeParent,
  type Loader,
} from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { WzCodeRecord } from './records.js';

export interface WzCodeRepository {
  readonly byCode: Loader<WzCodeRecord | null>;
  /** By business, the main activity first. */
  readonly ofBusiness: (id: string) => Promise<readonly WzCodeRecord[]>;
}

export function wzCodeRepository(db: PrismaClient): WzCodeRepository {
  const byCode = batchLoader<string, WzCodeRecord>(
    async (codes) => {
      const wanted = [...new Set(codes.flatMap(withAncestors))];
      const rows = await db.wzCode.findMany({ where: { code: { in: wanted } } });
      // Whoever asks for the parents next finds them here, without another statement.
      for (const row of rows) byCode.prime(row.code, row);
      return rows;
    },
    ({ code }) => code,
  );
  const codes = groupLoader(
    (ids: readonly string[]) =>
      db.businessWzCode.findMany({ where: { businessId: { in: [...ids] } }, orderBy: { position: 'asc' } }),
    ({ businessId }) => businessId,
  );
  return {
    byCode,
    ofBusiness: async (id) =>
      Promise.all(
        (await codes.load(id)).map(async ({ code }) => present(await byCode.load(code), `wz_code ${code}`)),
      ),
  };
}

/** A code and all above it, as the form of a code says them. */
function withAncestors(text: string): readonly string[] {
  const path: string[] = [text];
  for (let code = parseWzCode(text); code !== null; code = wzCodeParent(code)) path.push(code);
  return path;
}
