import { parseOpaqueId } from '@modellregion/subgraph-kit';
import type { CaseFileResolvers } from '../generated/graphql.js';
import { firstOf } from './first.js';

export const CaseFile: CaseFileResolvers = {
  __resolveReference: ({ id }, { services }) =>
    parseOpaqueId(id, 'case-file') === null ? null : services.applications.caseFile(id),
  application: ({ applicationId }, _, { services }) => services.applications.byId(applicationId),
  documents: ({ id }, args, { services }) => firstOf(services.applications.documentsOf(id), args),
};
