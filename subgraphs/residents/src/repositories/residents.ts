import { batchLoader, type RequestFacts } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { HouseholdRecord, IdentityDocumentRecord, ResidenceRecord, ResidentRecord } from '../records.js';
import { mayKnowOf } from '../visibility.js';
import { priming, listOf } from './lists.js';

/** The population register, as far as this caller may know of it. */
export interface ResidentRepository {
  /** Null for an unknown id and for somebody this caller may not know of: nobody can tell which. */
  byId(id: string): Promise<ResidentRecord | null>;
  /** Null if nobody lives there whom this caller may know of. */
  household(id: string): Promise<HouseholdRecord | null>;
  /** Residents somebody may act for. */
  representedBy(id: string): Promise<readonly ResidentRecord[]>;
  taxIdOf(id: string): Promise<string | null>;
  /** The present ones first, the main one before others. */
  residencesOf(id: string): Promise<readonly ResidenceRecord[]>;
  /** The one valid longest first. */
  identityDocumentsOf(id: string): Promise<readonly IdentityDocumentRecord[]>;
}

export function residentRepository(db: PrismaClient, request: RequestFacts): ResidentRepository {
  const visible = (row: ResidentRecord | null): row is ResidentRecord =>
    row !== null && mayKnowOf(row, request);
  const rows = batchLoader<string, ResidentRecord>(
    (ids) => db.resident.findMany({ where: { id: { in: [...ids] } } }),
    ({ id }) => id,
  );
  const taxIds = batchLoader(
    (ids: readonly string[]) => db.residentTaxId.findMany({ where: { residentId: { in: [...ids] } } }),
    ({ residentId }) => residentId,
  );
  const lists = listsOf(db);
  const householdRows = priming(lists.household, rows, ({ id }) => id);
  return {
    byId: async (id) => {
      const row = await rows.load(id);
      return visible(row) ? row : null;
    },
    household: async (id) => {
      const members = (await householdRows.load(id)).filter(visible);
      return members.length === 0 ? null : { id, members };
    },
    representedBy: async (id) => {
      const links = await lists.represented.load(id);
      const people = await Promise.all(links.map(({ representedId }) => rows.load(representedId)));
      return people.filter(visible);
    },
    taxIdOf: async (id) => (await taxIds.load(id))?.taxId ?? null,
    residencesOf: (id) => lists.residences.load(id),
    identityDocumentsOf: (id) => lists.documents.load(id),
  };
}

function listsOf(db: PrismaClient) {
  return {
    household: listOf<ResidentRecord>(db, {
      table: 'resident',
      fields: Object.values(Prisma.ResidentScalarFieldEnum),
      column: 'household_id',
      orderBy: 'birth_date, id',
    }),
    represented: listOf<{ readonly representedId: string }>(db, {
      table: 'representation',
      fields: Object.values(Prisma.RepresentationScalarFieldEnum),
      column: 'representative_id',
      orderBy: 'represented_id',
    }),
    residences: listOf<ResidenceRecord>(db, {
      table: 'residence',
      fields: Object.values(Prisma.ResidenceScalarFieldEnum),
      column: 'resident_id',
      orderBy: "moved_out_on DESC NULLS FIRST, kind = 'SECONDARY', moved_in_on DESC, id",
    }),
    documents: listOf<IdentityDocumentRecord>(db, {
      table: 'identity_document',
      fields: Object.values(Prisma.IdentityDocumentScalarFieldEnum),
      column: 'resident_id',
      orderBy: 'valid_until DESC, id',
    }),
  };
}
