import {
  batchLoader,
  rowsOfEach,
  type First,
  type Loader,
  type RequestFacts,
} from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import { IS_OPEN, isOpen, isSupervision } from '../visibility.js';
import type { BusinessRepository } from './businesses.js';
import type { PermitRecord } from './records.js';
import { PERMIT } from './tables.js';

export interface PermitRepository {
  /** Null for an unknown id and for a permit this caller may not know of: nobody can tell which. */
  readonly byId: (id: string) => Promise<PermitRecord | null>;
  /** By business, the one valid from the latest day first. */
  readonly ofHolder: (args: First) => Loader<readonly PermitRecord[]>;
  /** By address: those open to everybody, the one valid from the latest day first. */
  readonly ofAddress: (args: First) => Loader<readonly PermitRecord[]>;
  readonly ofApplication: Loader<PermitRecord | null>;
}

export function permitRepository(
  db: PrismaClient,
  { caller }: Pick<RequestFacts, 'caller'>,
  businesses: BusinessRepository,
): PermitRepository {
  const rows = batchLoader<string, PermitRecord>(
    async (ids) => db.$queryRaw`SELECT ${PERMIT.columns} FROM permit WHERE id = ANY (${ids}::text[])`,
    ({ id }) => id,
  );
  const visible = async (permit: PermitRecord): Promise<boolean> => {
    if (isOpen(permit) || isSupervision(caller)) return true;
    if (caller.kind !== 'citizen' || caller.purpose !== 'SELF_SERVICE' || permit.holderId === null)
      return false;
    return businesses.isRunBy(permit.holderId, caller.subject);
  };
  const newestFirst = { table: PERMIT, orderBy: 'valid_from DESC, id' };
  return {
    byId: async (id) => {
      const permit = await rows.load(id);
      return permit !== null && (await visible(permit)) ? permit : null;
    },
    ofHolder: rowsOfEach(db, { ...newestFirst, column: 'holder_id' }),
    ofAddress: rowsOfEach(db, { ...newestFirst, column: 'address_id', where: IS_OPEN }),
    ofApplication: batchLoader<string, PermitRecord>(
      async (ids) =>
        db.$queryRaw`SELECT ${PERMIT.columns} FROM permit WHERE application_id = ANY (${ids}::text[])`,
      ({ applicationId }) => applicationId ?? '',
    ),
  };
}
