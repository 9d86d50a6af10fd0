import { batchLoader } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { ApplicationRecord, CaseFileRecord, DocumentRecord, StatusEventRecord } from '../records.js';
import type { ResidentRepository } from './residents.js';
import { priming, listOf, type RowsLoader } from './lists.js';

/** Applications and their files; those of somebody this caller may not know of do not exist for them. */
export interface ApplicationRepository {
  byId(id: string): Promise<ApplicationRecord | null>;
  /** The latest first; states of null means in any state. */
  ofResident(residentId: string, states: readonly string[] | null): Promise<readonly ApplicationRecord[]>;
  /** The oldest first. */
  statusEventsOf(id: string): Promise<readonly StatusEventRecord[]>;
  caseFile(id: string): Promise<CaseFileRecord | null>;
  caseFileOf(applicationId: string): Promise<CaseFileRecord | null>;
  /** The oldest first. */
  documentsOf(caseFileId: string): Promise<readonly DocumentRecord[]>;
}

export function applicationRepository(
  db: PrismaClient,
  residents: ResidentRepository,
): ApplicationRepository {
  const rows = batchLoader<string, ApplicationRecord>(
    (ids) => db.serviceApplication.findMany({ where: { id: { in: [...ids] } } }),
    ({ id }) => id,
  );
  const files = batchLoader<string, CaseFileRecord>(
    (ids) => db.caseFile.findMany({ where: { id: { in: [...ids] } } }),
    ({ id }) => id,
  );
  const filesOf = batchLoader<string, CaseFileRecord>(
    (ids) => db.caseFile.findMany({ where: { applicationId: { in: [...ids] } } }),
    ({ applicationId }) => applicationId,
  );
  const events = listOf<StatusEventRecord>(db, {
    table: 'status_event',
    fields: Object.values(Prisma.StatusEventScalarFieldEnum),
    column: 'application_id',
    orderBy: 'sequence',
  });
  const documents = listOf<DocumentRecord>(db, {
    table: 'document',
    fields: Object.values(Prisma.DocumentScalarFieldEnum),
    column: 'case_file_id',
    orderBy: 'created_at, id',
  });
  const ofResident = byStates(db);
  const byId = async (id: string): Promise<ApplicationRecord | null> => {
    const row = await rows.load(id);
    return row !== null && (await residents.byId(row.applicantId)) !== null ? row : null;
  };
  return {
    byId,
    ofResident: (residentId, states) => priming(ofResident(states), rows, ({ id }) => id).load(residentId),
    statusEventsOf: (id) => events.load(id),
    caseFile: async (id) => {
      const file = await files.load(id);
      return file !== null && (await byId(file.applicationId)) !== null ? file : null;
    },
    caseFileOf: (applicationId) => filesOf.load(applicationId),
    documentsOf: (caseFileId) => documents.load(caseFileId),
  };
}

/** One loader for each set of states asked for: the filter must come before the limit. */
function byStates(db: PrismaClient): (states: readonly string[] | null) => RowsLoader<ApplicationRecord> {
  const made = new Map<string, RowsLoader<ApplicationRecord>>();
  return (states) => {
    const wanted = states === null ? null : [...new Set(states)].sort();
    const key = wanted?.join() ?? '*';
    const loader =
      made.get(key) ??
      listOf<ApplicationRecord>(db, {
        table: 'service_application',
        fields: Object.values(Prisma.ServiceApplicationScalarFieldEnum),
        column: 'applicant_id',
        orderBy: 'created_at DESC, id',
        ...(wanted === null ? {} : { where: Prisma.sql`state = ANY(${wanted}::text[])` }),
      });
    made.set(key, loader);
    return loader;
  };
}
