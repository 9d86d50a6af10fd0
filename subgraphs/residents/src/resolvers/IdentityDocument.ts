import type { IdentityDocumentResolvers } from '../generated/graphql.js';

export const IdentityDocument: IdentityDocumentResolvers = {
  issuedBy: ({ issuedBy }, _, { services }) => (issuedBy === null ? null : services.offices.byId(issuedBy)),
};
