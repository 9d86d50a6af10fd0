import {
  requireAddressId,
  requireAgs,
  requireLeikaKey,
  requireLeikaPrefix,
  requireOpaqueId,
  requireTimeRange,
} from '@modellregion/subgraph-kit';
import type { QueryResolvers } from '../generated/graphql.js';
import { municipalityFilter, searchText } from './arguments.js';
import { pageSize } from './first.js';
import { viewerOf } from './Viewer.js';

export const Query: QueryResolvers = {
  municipality: (_, { ags }, { services }) => services.municipalities.byAgs(requireAgs(ags, 'ags')),
  municipalities: (_, args, { services }) => services.municipalities.list(municipalityFilter(args)),
  address: (_, { id }, { services }) => services.addresses.byId(requireAddressId(id, 'id')),
  addressSearch: (_, args, { services }) =>
    services.addresses.search(requireAgs(args.ags, 'ags'), searchText(args.text), pageSize(args)),
  me: (_, _args, { caller, services }) =>
    caller.kind === 'citizen' && caller.subject !== null ? services.residents.byId(caller.subject) : null,
  viewer: (_, _args, { caller }) => viewerOf(caller),
  resident: (_, { id }, { services }) => services.residents.byId(requireOpaqueId(id, 'id', 'resident')),
  residentLookup: (_, { input }, { services }) => services.register.find(input),
  services: (_, args, { services }) =>
    services.services.ofMunicipality(
      requireAgs(args.ags, 'ags'),
      args.leikaPrefix == null ? null : requireLeikaPrefix(args.leikaPrefix, 'leikaPrefix'),
      pageSize(args),
    ),
  application: (_, { id }, { services }) =>
    services.applications.byId(requireOpaqueId(id, 'id', 'application')),
  slots: (_, args, { services }) =>
    services.slots.find({
      officeId: requireOpaqueId(args.officeId, 'officeId', 'office'),
      leikaKey: requireLeikaKey(args.leikaKey, 'leikaKey'),
      range: requireTimeRange(args.from, args.to, { upTo31Days: true }),
      first: pageSize(args),
    }),
  residentsDataSources: (_, _args, { services }) => services.dataSources.all(),
};
